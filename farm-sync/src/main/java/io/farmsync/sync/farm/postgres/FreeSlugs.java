package io.farmsync.sync.farm.postgres;

import io.farmsync.sync.farm.Slug;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Chooses slugs that nobody of the tenant has, with a bounded number of questions: the plain one,
 * then one of the first numbers, then one made of the farm's id. Two registrations at once may
 * choose the same; the unique constraint makes one of them start over, and from its third attempt
 * on it takes the id's.
 */
final class FreeSlugs {

  private static final int NUMBERS = 100;
  private static final int NUMBERED_ATTEMPTS = 2;

  private final FarmTables tables;
  private final int attempt;
  private final Map<String, Set<String>> taken = new HashMap<>();
  private final Map<String, Set<String>> looked = new HashMap<>();

  FreeSlugs(FarmTables tables, int attempt) {
    this.tables = tables;
    this.attempt = attempt;
  }

  /** Looks the plain slugs of many registrations up with one question. */
  void lookUp(String tenant, Collection<String> slugs) {
    var unknown = new HashSet<>(slugs);
    unknown.removeAll(looked.computeIfAbsent(tenant, _ -> new HashSet<>()));
    if (!unknown.isEmpty()) {
      taken
          .computeIfAbsent(tenant, _ -> new HashSet<>())
          .addAll(tables.takenSlugs(tenant, unknown));
      looked.getOrDefault(tenant, Set.of()).addAll(unknown);
    }
  }

  String choose(String tenant, String slug, UUID farmId) {
    String free = attempt < NUMBERED_ATTEMPTS ? numbered(tenant, slug, farmId) : own(slug, farmId);
    taken.computeIfAbsent(tenant, _ -> new HashSet<>()).add(free);
    return free;
  }

  private String numbered(String tenant, String slug, UUID farmId) {
    lookUp(tenant, List.of(slug));
    if (isFree(tenant, slug)) {
      return slug;
    }
    var numbers =
        IntStream.rangeClosed(1, NUMBERS).mapToObj(n -> Slug.with(slug, Integer.toString(n)));
    var candidates = numbers.toList();
    lookUp(tenant, candidates);
    return Stream.concat(candidates.stream(), Stream.of(own(slug, farmId)))
        .filter(candidate -> isFree(tenant, candidate))
        .findFirst()
        .orElseThrow();
  }

  private boolean isFree(String tenant, String slug) {
    return !taken.getOrDefault(tenant, Set.of()).contains(slug);
  }

  private static String own(String slug, UUID farmId) {
    return Slug.with(slug, farmId.toString());
  }
}
