@NullMarked
package io.farmsync.query.freshness;

import org.jspecify.annotations.NullMarked;
