package io.farmsync.sync;

import io.farmsync.platform.secret.Secret;
import io.farmsync.platform.secret.SecretCipher;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What concerns the service as a whole.
 *
 * @param secretKey standard base64 of 32 bytes, under which secrets rest in the database. Whoever
 *     has it and the database has every secret; without it none can be read again
 */
@ConfigurationProperties("farm-sync")
record FarmSyncProperties(@DefaultValue("") String secretKey) {

  FarmSyncProperties {
    if (!isKey(secretKey)) {
      throw new IllegalArgumentException(
          "farm-sync.secret-key (FARM_SYNC_SECRET_KEY) is not standard base64 of "
              + SecretCipher.KEY_BYTES
              + " bytes; make one with: openssl rand -base64 32");
    }
  }

  private static boolean isKey(String text) {
    try {
      return Secret.ofBase64(text).length() == SecretCipher.KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "FarmSyncProperties"; // the key stays out of logs
  }
}
