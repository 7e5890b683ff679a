/** What the audit says of histories that no database could hold in a test. */
@NullMarked
package io.farmsync.sync.audit;

import org.jspecify.annotations.NullMarked;
