package io.farmsync.platform.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretCipherTest {

  private final SecureRandom random = new SecureRandom();
  private final SecretCipher cipher = new SecretCipher(Secret.random(random), random);
  private final Secret secret = Secret.of("sesame".getBytes(StandardCharsets.UTF_8));

  @Test
  void whatWasEncryptedCanBeReadAtItsPlace() {
    byte[] encrypted = cipher.encrypt(secret, "row/1");
    assertThat(cipher.decrypt(encrypted, "row/1")).isEqualTo(secret);
    assertThat(new String(encrypted, StandardCharsets.ISO_8859_1)).doesNotContain("sesame");
  }

  @Test
  void theSameSecretLooksDifferentEachTime() {
    assertThat(cipher.encrypt(secret, "row/1")).isNotEqualTo(cipher.encrypt(secret, "row/1"));
  }

  @Test
  void itCannotBeMovedChangedOrReadWithAnotherKey() {
    byte[] encrypted = cipher.encrypt(secret, "row/1");
    assertThatThrownBy(() -> cipher.decrypt(encrypted, "row/2"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("row/2");
    var other = new SecretCipher(Secret.random(random), random);
    assertThatThrownBy(() -> other.decrypt(encrypted, "row/1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("FARM_SYNC_SECRET_KEY");
    encrypted[encrypted.length - 1] ^= 1;
    assertThatThrownBy(() -> cipher.decrypt(encrypted, "row/1"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cipher.decrypt(new byte[3], "row/1"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aKeyHas32Bytes() {
    assertThatThrownBy(() -> new SecretCipher(secret, random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c2VjcmV", "c2Vjcm_0", "c2VjcmV0\n", "c2VjcmV1Zh=="})
  void onlyStandardBase64IsASecret(String text) {
    assertThatThrownBy(() -> Secret.ofBase64(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSecretDoesNotShow() {
    assertThat(secret.toString()).isEqualTo("Secret of 6 bytes");
  }
}
