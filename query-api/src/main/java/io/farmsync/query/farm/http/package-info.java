/** Farm reads over HTTP. */
@NullMarked
package io.farmsync.query.farm.http;

import org.jspecify.annotations.NullMarked;
