/** Who is calling: tokens, API keys, scopes and tenants, checked without asking another service. */
@NullMarked
package io.farmsync.platform.auth;

import org.jspecify.annotations.NullMarked;
