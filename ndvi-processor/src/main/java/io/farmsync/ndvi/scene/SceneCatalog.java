package io.farmsync.ndvi.scene;

import java.time.LocalDate;
import java.util.List;
import org.locationtech.jts.geom.Envelope;

/** Asks an archive which scenes it has. */
public interface SceneCatalog {
  /**
   * Every scene whose footprint's box meets the area, in no particular order and without repeated
   * ids.
   *
   * @param area WGS 84, longitude as x
   * @param from first day, UTC
   * @param to last day, UTC, included
   * @throws io.farmsync.platform.upstream.UpstreamFailure if the archive does not give a complete
   *     answer
   */
  List<Scene> search(Envelope area, LocalDate from, LocalDate to);
}
