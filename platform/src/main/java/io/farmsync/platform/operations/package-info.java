/** What operators ask of every service: metrics, health, readiness, API description. */
@NullMarked
package io.farmsync.platform.operations;

import org.jspecify.annotations.NullMarked;
