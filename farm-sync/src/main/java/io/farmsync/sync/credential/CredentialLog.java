package io.farmsync.sync.credential;

import io.farmsync.schemas.Credential;
import java.time.Instant;

/**
 * Tells every service of a credential. Called in the transaction that changes it, so that both
 * happen or neither; the relay publishes it after the commit.
 */
public interface CredentialLog {

  void append(Credential credential, Instant at);
}
