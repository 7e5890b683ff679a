/** Signatures, with the contract's vectors. */
@NullMarked
package io.farmsync.sync.client;

import org.jspecify.annotations.NullMarked;
