/** The topic of farm events as the audit reads it. */
@NullMarked
package io.farmsync.sync.audit.kafka;

import org.jspecify.annotations.NullMarked;
