/** Instances asking each other over HTTP. */
@NullMarked
package io.farmsync.query.instances.http;

import org.jspecify.annotations.NullMarked;
