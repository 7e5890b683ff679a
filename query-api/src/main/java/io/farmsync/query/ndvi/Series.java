package io.farmsync.query.ndvi;

import io.farmsync.query.farm.KnownFarm;

/** The observations of one index by one engine on one farm, within its present boundary. */
public record Series(KnownFarm farm, SpectralIndex index, Engine engine) {}
