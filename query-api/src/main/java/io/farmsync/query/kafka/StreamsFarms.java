package io.farmsync.query.kafka;

import io.farmsync.query.farm.FarmSearch;
import io.farmsync.query.farm.Farms;
import io.farmsync.query.farm.KnownFarm;
import io.farmsync.query.farm.PlaceGrid;
import io.farmsync.query.topology.View;
import io.farmsync.query.topology.Views;
import io.farmsync.query.topology.Views.KeyRange;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/** Farms out of the stores; a list is merged from all partitions in the order of its keys. */
final class StreamsFarms implements Farms {

  private final StoreReader stores;
  private final VersionWait versions;

  StreamsFarms(StoreReader stores, VersionWait versions) {
    this.stores = stores;
    this.versions = versions;
  }

  @Override
  public boolean awaitVersion(UUID id, long version, Duration wait) {
    return versions.await(id, version, wait);
  }

  @Override
  public Optional<KnownFarm> byId(UUID id) {
    return byKey(id.toString());
  }

  @Override
  public Listing newestFirst(String tenant, int offset, int limit) {
    long count = count(tenant);
    if (offset >= count) {
      return new Listing(count, List.of());
    }
    return new Listing(count, stores.values(Views.FARMS, merged(tenant, offset, limit)));
  }

  @Override
  public List<KnownFarm> candidates(String tenant, FarmSearch search, int most) {
    return switch (search) {
      case FarmSearch.OfUser(String user) ->
          found(Views.FARMS_OF_USER, List.of(Views.farmsOf(tenant, user)), most, _ -> true);
      case FarmSearch.InState(String state, LocalDate day) ->
          found(
              Views.FARMS_BY_STATE,
              List.of(Views.farmsInState(tenant, state, day)),
              most,
              key -> Views.hasBegun(key, day));
      case FarmSearch.Within(PlaceGrid.Box box) -> inBox(tenant, box, most);
      case FarmSearch.Near near -> inBox(tenant, near.box(), most);
    };
  }

  private List<KnownFarm> inBox(String tenant, PlaceGrid.Box box, int most) {
    var cells = PlaceGrid.covering(box).stream().map(cell -> Views.farmsIn(tenant, cell)).toList();
    return found(Views.FARMS_BY_PLACE, cells, most, _ -> true);
  }

  private List<KnownFarm> found(
      View<String> index, List<KeyRange> ranges, int most, Predicate<String> isWanted) {
    var ids = new ArrayList<String>();
    for (KeyRange range : ranges) {
      var everywhere = stores.everywhere(index, range);
      try {
        for (var entries : everywhere) {
          while (entries.hasNext() && ids.size() < most) {
            var entry = entries.next();
            if (isWanted.test(entry.key)) {
              ids.add(entry.value);
            }
          }
        }
      } finally {
        everywhere.forEach(KeyValueIterator::close);
      }
    }
    return stores.values(Views.FARMS, ids);
  }

  private long count(String tenant) {
    return stores.valuesEverywhere(Views.FARM_COUNTS, tenant).stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private Optional<KnownFarm> byKey(String id) {
    return stores.value(Views.FARMS, StoreReader.partitionOf(Views.FARMS, id), id);
  }

  /** The next entry of one partition, and those behind it. */
  private record Head(KeyValue<String, String> entry, KeyValueIterator<String, String> rest) {}

  private List<String> merged(String tenant, int offset, int limit) {
    var open = new ArrayList<KeyValueIterator<String, String>>();
    try {
      var heads = new PriorityQueue<Head>(Comparator.comparing(head -> head.entry().key));
      open.addAll(stores.everywhere(Views.FARMS_OF_TENANT, Views.listOf(tenant)));
      open.forEach(entries -> advance(entries, heads));
      var ids = new ArrayList<String>();
      for (int place = 0; place < offset + limit && !heads.isEmpty(); place++) {
        Head head = heads.remove();
        if (place >= offset) {
          ids.add(head.entry().value);
        }
        advance(head.rest(), heads);
      }
      return ids;
    } finally {
      open.forEach(KeyValueIterator::close);
    }
  }

  private static void advance(KeyValueIterator<String, String> entries, PriorityQueue<Head> heads) {
    if (entries.hasNext()) {
      heads.add(new Head(entries.next(), entries));
    }
  }
}
