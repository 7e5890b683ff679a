@NullMarked
package io.farmsync.query.topology;

import org.jspecify.annotations.NullMarked;
