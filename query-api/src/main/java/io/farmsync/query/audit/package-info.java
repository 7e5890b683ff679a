/** Whether the view of farms still says what topic farms says. */
@NullMarked
package io.farmsync.query.audit;

import org.jspecify.annotations.NullMarked;
