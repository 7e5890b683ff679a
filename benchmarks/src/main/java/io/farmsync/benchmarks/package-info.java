/** Whole-system measurements, each a command that prints its figures. */
@NullMarked
package io.farmsync.benchmarks;

import org.jspecify.annotations.NullMarked;
