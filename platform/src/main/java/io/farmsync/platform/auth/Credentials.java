package io.farmsync.platform.auth;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import io.farmsync.schemas.Credential;
import io.farmsync.schemas.Credential.ApiKey;
import io.farmsync.schemas.Credential.Client;
import io.farmsync.schemas.Credential.SigningKey;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest state of every credential, fed from topic {@code credentials}; answers without asking
 * anyone.
 */
public final class Credentials {

  private static final Logger log = LoggerFactory.getLogger(Credentials.class);

  private final Map<String, Client> clients = new ConcurrentHashMap<>();
  private final Map<String, ApiKey> apiKeys = new ConcurrentHashMap<>();
  private final Map<String, ECKey> signingKeys = new ConcurrentHashMap<>();
  private volatile boolean complete;

  /**
   * Takes over one record.
   *
   * @param subject the record key
   * @param credential the new state, or null when it was deleted
   */
  public void apply(String subject, @Nullable Credential credential) {
    switch (credential) {
      case null -> forget(subject);
      case Client client -> clients.put(client.clientId(), client);
      case ApiKey key -> apiKeys.put(subject, key);
      case SigningKey key -> apply(subject, key);
    }
  }

  /** Says that everything published so far has been applied. */
  public void markComplete() {
    complete = true;
  }

  /** True once tokens can be verified: the topic was read to its end and holds a signing key. */
  public boolean isReady() {
    return complete && !signingKeys.isEmpty();
  }

  public Optional<Client> client(String clientId) {
    return Optional.ofNullable(clients.get(clientId));
  }

  /** Keys whose text begins and ends like the one shown; usually one. */
  public List<ApiKey> apiKeys(String lookup) {
    return apiKeys.values().stream().filter(key -> key.lookup().equals(lookup)).toList();
  }

  public Optional<ECKey> signingKey(String keyId) {
    return Optional.ofNullable(signingKeys.get("signing-key/" + keyId));
  }

  /** The public keys that tokens may be signed with now. */
  public List<ECKey> signingKeys() {
    return List.copyOf(signingKeys.values());
  }

  private void apply(String subject, SigningKey key) {
    if (!key.active()) {
      signingKeys.remove(subject);
      return;
    }
    try {
      signingKeys.put(subject, JWK.parse(key.jwk()).toECKey().toPublicJWK());
    } catch (ParseException | ClassCastException e) {
      // fails closed: tokens of this key are refused, those of others are not
      log.error("signing key {} in topic credentials is no EC key and is not used", key.keyId(), e);
    }
  }

  private void forget(String subject) {
    clients.remove(subject);
    apiKeys.remove(subject);
    signingKeys.remove(subject);
  }
}
