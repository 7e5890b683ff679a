package io.farmsync.query.farm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The farms view. It answers for every tenant: what a caller may see is decided by {@link
 * VisibleFarms}. Methods throw {@link io.farmsync.query.freshness.ViewUnavailable} while the view
 * cannot answer.
 */
public interface Farms {

  Optional<KnownFarm> byId(UUID id);

  /**
   * Waits until the view has a version of a farm; the fold wakes it.
   *
   * @return false when the time is over, or too many wait already
   */
  boolean awaitVersion(UUID id, long version, Duration wait);

  /**
   * Active farms of a tenant, newest registration first, then by id.
   *
   * @param offset how many to skip
   * @param limit how many to return at most
   */
  Listing newestFirst(String tenant, int offset, int limit);

  /**
   * Farms of a tenant that an index has under a search, in no order; it may have some that do not
   * match.
   *
   * @param most stops when there are more
   */
  List<KnownFarm> candidates(String tenant, FarmSearch search, int most);

  /**
   * A part of a list.
   *
   * @param count of the whole list
   */
  record Listing(long count, List<KnownFarm> farms) {}
}
