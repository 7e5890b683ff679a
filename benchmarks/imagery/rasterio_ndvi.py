#!/usr/bin/python3
"""NDVI statistics of farms as a careful user of rasterio computes them: the other side of benchmarks/run ndvi.

    rasterio_ndvi.py MODE SCENE FARMS COUNT ROUNDS

MODE is anew (every farm opens the three files), batch (they stay open, and GDAL keeps unpacked blocks) or cold (anew, and
nothing kept between farms; SCENE is then a URL in which {farm} makes every farm's files new). Each farm reads its window of each
band, as anyone would write it. Rules: centre, as rasterio.mask has it; 4 and 10 mean coverage by that many samples a side.
Prints one JSON line a rule: the median time in milliseconds (of a farm, or of the whole batch), the mean processor time, and
every farm's values. MODE least prints, of the same windows, the mean bytes of the blocks that hold them, and of those blocks
down to the last row that is needed, which is the least that any reader can do with.
"""
import json
import statistics
import sys
import time
import zlib

import numpy
import rasterio
from rasterio.features import rasterize
from rasterio.transform import Affine
from rasterio.warp import transform
from rasterio.windows import Window

MASKED = numpy.zeros(256, bool)
MASKED[[0, 1, 2, 3, 8, 9, 10, 11]] = True
CURL = dict(GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR", GDAL_HTTP_MULTIRANGE="YES",
            GDAL_HTTP_MERGE_CONSECUTIVE_RANGES="YES", GDAL_INGESTED_BYTES_AT_OPEN="32768", VSI_CACHE="TRUE")


def projected(farms):
    """All outlines in one call: a transformation costs more to set up than to use."""
    rings = [farm["geometry"]["coordinates"][0] for farm in farms]
    flat = [point for ring in rings for point in ring]
    xs, ys = transform("EPSG:4326", "EPSG:32631", [p[0] for p in flat], [p[1] for p in flat])
    outlines, start = [], 0
    for ring in rings:
        outlines.append(numpy.column_stack((xs[start : start + len(ring)], ys[start : start + len(ring)])))
        start += len(ring)
    return outlines


def weights(outline, origin, shape, rule):
    geometry = {"type": "Polygon", "coordinates": [outline.tolist()]}
    if rule == "centre":
        return rasterize([(geometry, 1)], shape, transform=origin, dtype="uint8").astype(float)
    fine = rasterize([(geometry, 1)], (shape[0] * rule, shape[1] * rule), transform=origin * Affine.scale(1 / rule), dtype="uint8")
    return fine.reshape(shape[0], rule, shape[1], rule).mean(axis=(1, 3))


def values(outline, red, nir, scl, rule):
    a, _, west, _, e, north = red.transform[:6]
    left, right = int((outline[:, 0].min() - west) // a), int(-((outline[:, 0].max() - west) // -a))
    top, bottom = int((outline[:, 1].max() - north) // e), int(-((outline[:, 1].min() - north) // -e))
    window = Window(left, top, right - left, bottom - top)
    r = red.read(1, window=window)
    n = nir.read(1, window=window)
    c = scl.read(1, window=Window(left // 2, top // 2, (right + 1) // 2 - left // 2, (bottom + 1) // 2 - top // 2))
    c = c.repeat(2, 0).repeat(2, 1)[top % 2 : top % 2 + bottom - top, left % 2 : left % 2 + right - left]
    weight = weights(outline, red.window_transform(window), r.shape, rule)
    good = (r > 0) & (n > 0) & ~MASKED[c] & (weight > 0)
    r, n, w = r[good] * 0.0001, n[good] * 0.0001, weight[good]
    if w.size == 0:
        return None
    ndvi = (n - r) / (n + r)
    mean = (w * ndvi).sum() / w.sum()
    std = numpy.sqrt((w * (ndvi - mean) ** 2).sum() / w.sum())
    if rule == "centre":
        quantiles = numpy.percentile(ndvi, (10, 25, 50, 75, 90))
    else:
        order = numpy.argsort(ndvi)
        sums = numpy.cumsum(w[order])
        quantiles = ndvi[order][numpy.minimum(numpy.searchsorted(sums, numpy.array((0.1, 0.25, 0.5, 0.75, 0.9)) * sums[-1]), w.size - 1)]
    return [float(w.sum()), float(mean), float(std), float(ndvi.min()), float(ndvi.max()), *map(float, quantiles)]


def opened(scene, farm=0):
    scene = scene.format(farm=farm)
    return [rasterio.open(f"{scene}/{band}.tif") for band in ("B04", "B08", "SCL")]


def anew(scene, farms, rule, rounds):
    outlines, times, results = projected(farms), [], []
    for turn in range(rounds):
        for number, outline in enumerate(outlines):
            start = time.perf_counter()
            files = opened(scene, f"{rule}-{turn}-{number}")
            result = values(outline, *files, rule)
            for file in files:
                file.close()
            times.append((time.perf_counter() - start) * 1000)
            if turn == 0:
                results.append(result)
    return statistics.median(times), results


def batch(scene, farms, rule, rounds):
    times, results = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        files = opened(scene)
        results = [values(outline, *files, rule) for outline in projected(farms)]
        for file in files:
            file.close()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), results


def least(scene, farms):
    blocks_bytes, needed_bytes = 0, 0
    for outline in projected(farms):
        for file in opened(scene):
            a, _, west, _, e, north = file.transform[:6]
            side = file.block_shapes[0][0]
            columns = range(int((outline[:, 0].min() - west) // a) // side, int(-((outline[:, 0].max() - west) // -a) - 1) // side + 1)
            last = int(-((outline[:, 1].min() - north) // -e))
            for row in range(int((outline[:, 1].max() - north) // e) // side, (last - 1) // side + 1):
                for column in columns:
                    at, size = (int(file.get_tag_item(f"BLOCK_{what}_{column}_{row}", "TIFF", 1)) for what in ("OFFSET", "SIZE"))
                    with open(file.name, "rb") as packed:
                        packed.seek(at)
                        block = packed.read(size)
                    rows = min(side, last - row * side)
                    blocks_bytes += size
                    needed_bytes += prefix(block, rows * side * numpy.dtype(file.dtypes[0]).itemsize)
            file.close()
    return {"mode": "least", "rule": "", "blocks": blocks_bytes / len(farms), "needed": needed_bytes / len(farms)}


def prefix(block, unpacked, step=1024):
    inflater = zlib.decompressobj()
    for end in range(step, len(block) + step, step):
        unpacked -= len(inflater.decompress(block[end - step : end]))
        if unpacked <= 0:
            return min(end, len(block))
    return len(block)


def main(mode, scene, farms, count, rounds):
    with open(farms) as source:
        features = json.load(source)["features"][: int(count)]
    if mode == "least":
        print(json.dumps(least(scene, features)))
        return
    rules = ("centre",) if mode == "cold" else ("centre", 4, 10)
    with rasterio.Env(**(CURL if mode == "cold" else {})):
        for rule in rules:
            work = batch if mode == "batch" else anew
            if mode == "anew":
                work(scene, features[:3], rule, 1)  # libraries loaded, files in the page cache
            start = time.process_time()
            median, results = work(scene, features, rule, int(rounds))
            cpu = (time.process_time() - start) * 1000 / int(rounds) / (1 if mode == "batch" else len(features))
            print(json.dumps({"mode": mode, "rule": str(rule), "ms": median, "cpu_ms": cpu, "farms": results}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
