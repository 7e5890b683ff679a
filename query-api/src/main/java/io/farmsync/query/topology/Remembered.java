package io.farmsync.query.topology;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what stored bytes say. The bytes themselves are the key, so nothing remembered is ever
 * out of date: a changed value has other bytes.
 */
final class Remembered<V> implements StoredForm<V> {

  /** A value takes about so many times the memory of its stored form, which is kept as well. */
  private static final int EXPANSION = 4;

  private final StoredForm<V> form;
  private final Cache<Bytes, V> known;

  private static final class Bytes {

    private final byte[] content;
    private final int hash;

    Bytes(byte[] content) {
      this.content = content;
      this.hash = Arrays.hashCode(content);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /**
   * @param mostBytes of heap, about; more remembers more
   */
  Remembered(StoredForm<V> form, long mostBytes) {
    this.form = form;
    this.known =
        Caffeine.newBuilder()
            .maximumWeight(mostBytes)
            .weigher((Bytes bytes, V _) -> bytes.content.length * EXPANSION)
            .executor(Runnable::run)
            .build();
  }

  @Override
  public byte[] write(V value) {
    return form.write(value);
  }

  @Override
  public V read(byte[] stored) {
    return known.get(new Bytes(stored), bytes -> form.read(bytes.content));
  }
}
