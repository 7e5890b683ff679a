@NullMarked
package io.farmsync.query.weather;

import org.jspecify.annotations.NullMarked;
