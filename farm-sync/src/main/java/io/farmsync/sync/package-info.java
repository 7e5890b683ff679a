/** The write side: integration authentication, farm commands, event store, relay. */
@NullMarked
package io.farmsync.sync;

import org.jspecify.annotations.NullMarked;
