/** The cells topology: from farms to requests, from answers to reports. */
@NullMarked
package io.farmsync.weather.topology;

import org.jspecify.annotations.NullMarked;
