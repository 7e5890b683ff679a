@NullMarked
package io.farmsync.query.http;

import org.jspecify.annotations.NullMarked;
