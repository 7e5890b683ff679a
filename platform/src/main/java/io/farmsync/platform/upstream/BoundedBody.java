package io.farmsync.platform.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
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

  private final int most;
  private final boolean beginningWillDo;
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream(16 * 1024);
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  private BoundedBody(int most, boolean beginningWillDo) {
    this.most = most;
    this.beginningWillDo = beginningWillDo;
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
      int room = most - collected.size();
      byte[] bytes = new byte[Math.min(room, part.remaining())];
      part.get(bytes);
      collected.writeBytes(bytes);
      if (part.hasRemaining()) {
        end();
        return;
      }
    }
  }

  private void end() {
    if (beginningWillDo) {
      body.complete(collected.toByteArray());
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
    body.complete(collected.toByteArray());
  }
}
