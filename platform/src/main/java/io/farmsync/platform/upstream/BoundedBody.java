package io.farmsync.platform.upstream;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Collects a body up to a bound; one byte more ends the exchange. Small bodies are read to their
 * end, so connections live on.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong(int most) {
      super("body is longer than " + most + " bytes");
    }
  }

  private static final int MOST_AT_FIRST = 256 * 1024;

  private final int most;
  private final boolean beginningWillDo;
  private byte[] collected;
  private int size;
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  private BoundedBody(int most, boolean beginningWillDo) {
    this.most = most;
    this.beginningWillDo = beginningWillDo;
    this.collected = new byte[Math.min(most, MOST_AT_FIRST)];
  }

  /** A longer body fails. */
  static BoundedBody whole(int most) {
    return new BoundedBody(most, false);
  }

  /** A longer body is cut off. */
  static BoundedBody beginning(int most) {
    return new BoundedBody(most, true);
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription = newSubscription;
    newSubscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      int length = Math.min(most - size, part.remaining());
      makeRoom(length);
      part.get(collected, size, length);
      size += length;
      if (part.hasRemaining()) {
        end();
        return;
      }
    }
  }

  private void makeRoom(int length) {
    if (length > collected.length - size) {
      long wanted = Math.max((long) size + length, 2L * collected.length);
      collected = Arrays.copyOf(collected, (int) Math.min(most, wanted));
    }
  }

  private void end() {
    if (beginningWillDo) {
      body.complete(received());
    } else {
      body.completeExceptionally(new TooLong(most));
    }
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void onError(Throwable cause) {
    body.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    body.complete(received());
  }

  private byte[] received() {
    return size == collected.length ? collected : Arrays.copyOf(collected, size);
  }
}
