package io.farmsync.query.ndvi.http;

import io.farmsync.query.ndvi.Derived;
import io.farmsync.query.ndvi.Engine;

/** Hears of every value that representation v2 derives, for metrics. */
interface DerivationListener {

  void derived(Engine engine, Derived derived);
}
