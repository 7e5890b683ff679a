package io.farmsync.ndvi.scene;

/** A scene without a file that the index needs. */
public final class MissingAsset extends RuntimeException {
  MissingAsset(Scene scene, Band band) {
    super(
        "scene %s has no asset for band %s (%s); it lists %s"
            .formatted(
                scene.id(), band.commonName(), band.sentinelName(), scene.assets().keySet()));
  }
}
