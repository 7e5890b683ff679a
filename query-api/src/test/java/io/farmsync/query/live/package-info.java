@NullMarked
package io.farmsync.query.live;

import org.jspecify.annotations.NullMarked;
