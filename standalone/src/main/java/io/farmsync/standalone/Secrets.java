package io.farmsync.standalone;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/** Secrets of one installation, made at its first start and kept beside its data with mode 600. */
final class Secrets {

  private static final int BYTES = 32;

  private Secrets() {}

  /** The secrets under the names of the environment variables that would carry them. */
  static Properties of(Path folder, SecureRandom random) {
    Path file = folder.resolve("secrets.properties");
    var secrets = new Properties();
    try {
      if (Files.exists(file)) {
        secrets.load(new StringReader(Files.readString(file)));
        return secrets;
      }
      secrets.setProperty("FARM_SYNC_SECRET_KEY", random(random));
      secrets.setProperty("DJANGO_API_KEY_PEPPER", random(random));
      var text = new StringWriter();
      secrets.store(
          text,
          "Made at the first start. Whoever loses it loses the integration clients' secrets.");
      FarmHome.writePrivately(file, text.toString());
      return secrets;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static String random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
