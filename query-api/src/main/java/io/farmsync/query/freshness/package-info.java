/** Whether a view can answer, and how far it is. */
@NullMarked
package io.farmsync.query.freshness;

import org.jspecify.annotations.NullMarked;
