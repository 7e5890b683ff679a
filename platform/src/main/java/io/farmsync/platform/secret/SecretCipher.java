package io.farmsync.platform.secret;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets for storage with AES-256-GCM: 12 bytes of nonce, then ciphertext and tag. Each
 * one is bound to the name of its place, so that it cannot be moved to another row.
 */
public final class SecretCipher {

  public static final int KEY_BYTES = 32;

  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random;

  /**
   * @throws IllegalArgumentException if the key has not 32 bytes
   */
  public SecretCipher(Secret key, SecureRandom random) {
    if (key.length() != KEY_BYTES) {
      throw new IllegalArgumentException(
          "key: " + key.length() + " bytes (expected: " + KEY_BYTES + ")");
    }
    this.key = new SecretKeySpec(key.bytes(), "AES");
    this.random = random;
  }

  /**
   * @param place where the secret rests, such as {@code integration_client/<id>}
   */
  public byte[] encrypt(Secret secret, String place) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] text = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(secret.bytes());
      return ByteBuffer.allocate(nonce.length + text.length).put(nonce).put(text).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt the secret of " + place, e);
    }
  }

  /**
   * @throws IllegalStateException if the bytes were encrypted with another key, for another place,
   *     or changed since
   */
  public Secret decrypt(byte[] encrypted, String place) {
    try {
      var bytes = ByteBuffer.wrap(encrypted);
      byte[] nonce = new byte[NONCE_BYTES];
      bytes.get(nonce);
      byte[] text = new byte[bytes.remaining()];
      bytes.get(text);
      return Secret.of(cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(text));
    } catch (GeneralSecurityException | BufferUnderflowException e) {
      throw new IllegalStateException(
          "cannot decrypt the secret of "
              + place
              + ": is FARM_SYNC_SECRET_KEY the key it was stored under?",
          e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
    var cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
