/** The rules of farms, by example. */
@NullMarked
package io.farmsync.sync.farm;

import org.jspecify.annotations.NullMarked;
