/** What a running audit needs, whatever it compares: its rounds, its pace, and how it tells. */
@NullMarked
package io.farmsync.platform.audit;

import org.jspecify.annotations.NullMarked;
