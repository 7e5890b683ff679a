package io.farmsync.sync.token;

import io.farmsync.sync.token.SigningKeys.NewKey;
import java.util.function.Supplier;

/** Generates keys; each call gives another one. */
@FunctionalInterface
public interface SigningKeyMaker extends Supplier<NewKey> {}
