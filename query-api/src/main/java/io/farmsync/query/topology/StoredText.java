package io.farmsync.query.topology;

import java.nio.charset.StandardCharsets;

/** Text as JSON. Ids have nothing to unescape, and a list reads dozens of them. */
record StoredText(StoredJson<String> json) implements StoredForm<String> {

  StoredText() {
    this(new StoredJson<>(String.class));
  }

  @Override
  public byte[] write(String value) {
    return json.write(value);
  }

  @Override
  public String read(byte[] stored) {
    return isPlain(stored)
        ? new String(stored, 1, stored.length - 2, StandardCharsets.US_ASCII)
        : json.read(stored);
  }

  private static boolean isPlain(byte[] stored) {
    int last = stored.length - 1;
    if (last < 1 || stored[0] != '"' || stored[last] != '"') {
      return false;
    }
    for (int i = 1; i < last; i++) {
      if (stored[i] < ' ' || stored[i] == '\\' || stored[i] == '"') { // also what is not ASCII
        return false;
      }
    }
    return true;
  }
}
