@NullMarked
package io.farmsync.query.webhook;

import org.jspecify.annotations.NullMarked;
