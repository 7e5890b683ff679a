/** Tests of the query API as a whole: against a real broker, over real HTTP. */
@NullMarked
package io.farmsync.query;

import org.jspecify.annotations.NullMarked;
