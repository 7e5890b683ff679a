/**
 * A client of the platform as the Nextcloud app is one: signed requests, tokens, JSON over HTTP.
 */
@NullMarked
package io.farmsync.standalone.client;

import org.jspecify.annotations.NullMarked;
