/**
 * Breaks a platform of real processes on purpose, and proves that no event was lost or repeated.
 */
@NullMarked
package io.farmsync.standalone.chaos;

import org.jspecify.annotations.NullMarked;
