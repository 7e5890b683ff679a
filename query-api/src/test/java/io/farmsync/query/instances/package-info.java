@NullMarked
package io.farmsync.query.instances;

import org.jspecify.annotations.NullMarked;
