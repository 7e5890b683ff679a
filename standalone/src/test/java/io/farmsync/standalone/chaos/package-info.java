/** Proofs of the proof. */
@NullMarked
package io.farmsync.standalone.chaos;

import org.jspecify.annotations.NullMarked;
