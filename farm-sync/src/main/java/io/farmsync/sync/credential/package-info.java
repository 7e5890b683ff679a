/** What other services learn of credentials. */
@NullMarked
package io.farmsync.sync.credential;

import org.jspecify.annotations.NullMarked;
