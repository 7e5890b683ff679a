/** The demo: sample upstreams, real fields posted over HTTP, and what came of them. */
@NullMarked
package io.farmsync.standalone.demo;

import org.jspecify.annotations.NullMarked;
