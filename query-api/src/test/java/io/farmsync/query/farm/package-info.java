@NullMarked
package io.farmsync.query.farm;

import org.jspecify.annotations.NullMarked;
