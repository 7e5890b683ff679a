package io.farmsync.query.ndvi;

import io.farmsync.schemas.NdviRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Takes every job and keeps it, unless it is full. */
final class RecordingQueue implements WorkQueue {

  final List<NdviRequest> requests = new ArrayList<>();
  boolean isFull;

  @Override
  public CompletableFuture<Void> submit(NdviRequest request, Origin origin) {
    if (isFull) {
      return CompletableFuture.failedFuture(new IllegalStateException("full"));
    }
    requests.add(request);
    return CompletableFuture.completedFuture(null);
  }
}
