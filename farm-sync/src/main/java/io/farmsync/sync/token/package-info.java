/** Tokens, and the keys that sign them. */
@NullMarked
package io.farmsync.sync.token;

import org.jspecify.annotations.NullMarked;
