package io.farmsync.query.ndvi;

import io.farmsync.schemas.BreakerReset;
import io.farmsync.schemas.EngineState;
import java.util.List;

/** How imagery engines do, and what may be ordered of them. */
public interface Engines {

  /** Of every engine that ever told. */
  List<EngineState> all();

  /**
   * Orders that an engine's upstreams are asked again at once.
   *
   * @return false if the order could not be made durable in time
   */
  boolean order(BreakerReset reset);
}
