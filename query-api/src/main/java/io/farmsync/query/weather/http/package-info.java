/** Farm weather over HTTP. */
@NullMarked
package io.farmsync.query.weather.http;

import org.jspecify.annotations.NullMarked;
