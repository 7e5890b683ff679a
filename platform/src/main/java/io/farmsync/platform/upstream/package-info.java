/**
 * Asking other people's HTTP servers: only known ones, never too much, and with a clear answer when
 * it fails.
 */
@NullMarked
package io.farmsync.platform.upstream;

import org.jspecify.annotations.NullMarked;
