/** The page at the root: where it is served, and what a browser lets it do. */
@NullMarked
package io.farmsync.query.page;

import org.jspecify.annotations.NullMarked;
