/** What all reads share over HTTP: whose farm, parameters, conditional answers. */
@NullMarked
package io.farmsync.query.http;

import org.jspecify.annotations.NullMarked;
