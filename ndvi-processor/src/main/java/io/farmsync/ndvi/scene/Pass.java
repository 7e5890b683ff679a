package io.farmsync.ndvi.scene;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.locationtech.jts.geom.Geometry;

/**
 * The scenes of one overflight that see a field, best first: one observation comes of them. The
 * first gives the grid; the others only fill pixels for which those before them have no data.
 *
 * <ul>
 *   <li>Of one tile only the newest processing baseline stays. Scenes of equal baseline all stay,
 *       since they may be halves of a swath; the later revision goes first.
 *   <li>Tiles that hold the whole field go before tiles that cut it; then the UTM zone of the
 *       field's middle, so that a field has the same grid on every date; then the tile's name.
 * </ul>
 *
 * @param scenes at least one
 */
public record Pass(LocalDate day, List<Scene> scenes) {
  public Pass {
    scenes = List.copyOf(scenes);
    if (scenes.isEmpty()) {
      throw new IllegalArgumentException("scenes: none (expected: at least one)");
    }
  }

  /**
   * Groups scenes by acquisition day (UTC), ascending. Passes of one day are ordered by the cloud
   * cover of their first scene, unknown last, then by time: a caller that wants one observation a
   * day takes the first that has data.
   *
   * @param field WGS 84, longitude as x
   */
  public static Map<LocalDate, List<Pass>> byDay(List<Scene> scenes, Geometry field) {
    Map<String, List<Scene>> overflights =
        scenes.stream()
            .filter(scene -> scene.footprint().intersects(field))
            .collect(Collectors.groupingBy(scene -> scene.platform() + '|' + scene.pass()));
    var days = new TreeMap<LocalDate, List<Pass>>();
    for (List<Scene> overflight : overflights.values()) {
      Pass pass = of(overflight, field);
      days.computeIfAbsent(pass.day, _ -> new ArrayList<>()).add(pass);
    }
    days.values().forEach(passes -> passes.sort(CLEAREST_FIRST));
    return days;
  }

  private static final Comparator<Pass> CLEAREST_FIRST =
      Comparator.comparingDouble((Pass pass) -> pass.scenes.getFirst().cloudFraction().orElse(2))
          .thenComparing(pass -> pass.scenes.getFirst().acquired())
          .thenComparing(pass -> pass.scenes.getFirst().id());

  private static Pass of(List<Scene> overflight, Geometry field) {
    var newestBaseline = new HashMap<String, String>();
    for (Scene scene : overflight) {
      newestBaseline.merge(
          scene.tile(), scene.baseline().orElse(""), (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }
    int ownZone = utmZone(field);
    List<Scene> ranked =
        overflight.stream()
            .filter(scene -> scene.baseline().orElse("").equals(newestBaseline.get(scene.tile())))
            .sorted(
                Comparator.comparing((Scene scene) -> !scene.footprint().covers(field))
                    .thenComparing(scene -> scene.epsg().orElse(0) % 100 != ownZone)
                    .thenComparing(Scene::tile)
                    .thenComparing(Scene::revision, Comparator.reverseOrder())
                    .thenComparing(Scene::id))
            .toList();
    // A pass takes minutes at most, but may cross midnight: its first moment names the day.
    LocalDate day =
        overflight.stream()
            .map(Scene::acquired)
            .min(Comparator.naturalOrder())
            .orElseThrow()
            .atZone(ZoneOffset.UTC)
            .toLocalDate();
    return new Pass(day, ranked);
  }

  private static int utmZone(Geometry field) {
    double longitude = field.getEnvelopeInternal().centre().x;
    return Math.clamp((int) Math.floor((longitude + 180) / 6) + 1, 1, 60);
  }
}
