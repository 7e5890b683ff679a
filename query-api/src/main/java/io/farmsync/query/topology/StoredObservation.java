package io.farmsync.query.topology;

import io.farmsync.query.ndvi.Observation;
import io.farmsync.schemas.NdviResult.Quality.State;
import io.farmsync.schemas.NdviResult.Statistics;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Observations by their bits: a series is dozens of them, and reading those as JSON costs more than
 * all else that a read does. Members lie one after the other in the order of {@link #write}; text
 * and lists begin with their length, and what may be absent with whether it is there.
 */
final class StoredObservation implements StoredForm<Observation> {

  private static final int USUAL_BYTES = 256;
  private static final List<State> STATES = List.of(State.RAW, State.FINAL, State.REJECTED);

  @Override
  public byte[] write(Observation observation) {
    var bytes = new ByteArrayOutputStream(USUAL_BYTES);
    try (var out = new DataOutputStream(bytes)) {
      out.writeLong(observation.date().toEpochDay());
      write(out, observation.acquiredAt());
      out.writeLong(observation.farmVersion());
      write(out, observation.computedAt());
      write(out, observation.statistics());
      out.writeDouble(observation.validPixelFraction());
      write(out, observation.cloudFraction());
      out.writeByte(STATES.indexOf(observation.state()));
      write(out, observation.source());
      write(out, observation.sceneIds());
      write(out, observation.flags());
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public Observation read(byte[] stored) {
    var in = ByteBuffer.wrap(stored);
    try {
      return new Observation(
          LocalDate.ofEpochDay(in.getLong()),
          instant(in),
          in.getLong(),
          instant(in),
          statistics(in),
          in.getDouble(),
          number(in),
          STATES.get(in.get()),
          text(in),
          texts(in),
          texts(in));
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a stored observation", e);
    }
  }

  private static void write(DataOutputStream out, Statistics statistics) throws IOException {
    write(out, statistics.mean());
    write(out, statistics.min());
    write(out, statistics.max());
    write(out, statistics.std());
    write(out, statistics.median());
    write(out, statistics.p10());
    write(out, statistics.p25());
    write(out, statistics.p75());
    write(out, statistics.p90());
    out.writeLong(statistics.sampleCount());
    out.writeDouble(statistics.validAreaHa());
    out.writeDouble(statistics.totalAreaHa());
    write(out, statistics.coveredFraction());
  }

  private static Statistics statistics(ByteBuffer in) {
    return new Statistics(
        number(in),
        number(in),
        number(in),
        number(in),
        number(in),
        number(in),
        number(in),
        number(in),
        number(in),
        in.getLong(),
        in.getDouble(),
        in.getDouble(),
        number(in));
  }

  private static void write(DataOutputStream out, @Nullable Double number) throws IOException {
    out.writeBoolean(number != null);
    if (number != null) {
      out.writeDouble(number);
    }
  }

  private static @Nullable Double number(ByteBuffer in) {
    return in.get() == 0 ? null : in.getDouble();
  }

  private static void write(DataOutputStream out, Instant instant) throws IOException {
    out.writeLong(instant.getEpochSecond());
    out.writeInt(instant.getNano());
  }

  private static Instant instant(ByteBuffer in) {
    return Instant.ofEpochSecond(in.getLong(), in.getInt());
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    var bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void write(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      write(out, text);
    }
  }

  private static List<String> texts(ByteBuffer in) {
    int count = in.getInt();
    if (count == 0) {
      return List.of();
    }
    var texts = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      texts.add(text(in));
    }
    return List.copyOf(texts);
  }
}
