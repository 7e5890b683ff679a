package io.farmsync.query.instances.http;

import io.farmsync.query.instances.Answers;
import io.farmsync.query.instances.Answers.Answer;
import io.farmsync.query.instances.Answers.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers as bytes: age, number of answers; each with its number of entries and whether there are
 * more; each entry as key and value, both with their length before them. All numbers big-endian.
 */
final class AnswerFrames {

  private AnswerFrames() {}

  static byte[] write(Answers answers) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeLong(answers.ageMillis());
      out.writeInt(answers.answers().size());
      for (Answer answer : answers.answers()) {
        out.writeInt(answer.entries().size());
        out.writeBoolean(answer.isMore());
        for (Entry entry : answer.entries()) {
          write(out, entry.key().getBytes(StandardCharsets.UTF_8));
          write(out, entry.value());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it is cut off or something else
   */
  static Answers read(byte[] bytes) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long age = in.readLong();
      int count = within(in.readInt(), bytes.length);
      List<Answer> answers = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        int size = within(in.readInt(), bytes.length);
        boolean more = in.readBoolean();
        List<Entry> entries = new ArrayList<>(size);
        for (int j = 0; j < size; j++) {
          String key = new String(part(in, bytes.length), StandardCharsets.UTF_8);
          entries.add(new Entry(key, part(in, bytes.length)));
        }
        answers.add(new Answer(entries, more));
      }
      return new Answers(age, answers);
    }
  }

  private static void write(DataOutputStream out, byte[] part) throws IOException {
    out.writeInt(part.length);
    out.write(part);
  }

  private static byte[] part(DataInputStream in, int most) throws IOException {
    byte[] part = new byte[within(in.readInt(), most)];
    in.readFully(part);
    return part;
  }

  private static int within(int length, int most) throws IOException {
    if (length < 0 || length > most) {
      throw new IOException("an answer of " + most + " bytes claims a part of " + length);
    }
    return length;
  }
}
