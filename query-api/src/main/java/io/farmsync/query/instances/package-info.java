/** Several instances as one: what they ask each other, and how an answer travels. */
@NullMarked
package io.farmsync.query.instances;

import org.jspecify.annotations.NullMarked;
