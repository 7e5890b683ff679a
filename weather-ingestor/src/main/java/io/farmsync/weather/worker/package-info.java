/** Workers that take weather requests, ask a provider and publish how it ended. */
@NullMarked
package io.farmsync.weather.worker;

import org.jspecify.annotations.NullMarked;
