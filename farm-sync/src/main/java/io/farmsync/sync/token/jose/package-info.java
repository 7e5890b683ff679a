/** Tokens and keys in the formats of JOSE. */
@NullMarked
package io.farmsync.sync.token.jose;

import org.jspecify.annotations.NullMarked;
