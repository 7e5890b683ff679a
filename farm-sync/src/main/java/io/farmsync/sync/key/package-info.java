/** API keys: made, replaced, revoked. */
@NullMarked
package io.farmsync.sync.key;

import org.jspecify.annotations.NullMarked;
