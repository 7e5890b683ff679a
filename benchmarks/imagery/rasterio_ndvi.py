#!/usr/bin/python3
"""NDVI statistics of farms as a careful user of rasterio computes them: the other side of benchmarks/run ndvi.

    rasterio_ndvi.py MODE SCENE FARMS COUNT ROUNDS

MODE is anew (every farm opens the three files), batch (they stay open, and GDAL keeps unpacked blocks) or cold (anew, and
nothing kept between farms; SCENE is then a URL in which {farm} makes every farm's files new); anew+ opens and reads the three files
side by side in threads, and lets GDAL unpack a file's blocks on all cores. Each farm reads its window of each
band, as anyone would write it. Rules: centre, as rasterio.mask has it; 4, 10 and 16 mean coverage by that many samples a side;
shapely and numpy mean exact coverage: shapely clips the pixels on the outline (one call of GEOS for each, which of the ways that
shapely 1.8 has takes least time; the pixels inside come from rasterize), numpy cuts all edges at all pixel borders at once and sums
up signed areas, as the engine does.
Prints one JSON line a rule: the median time in milliseconds (of a farm, or of the whole batch), the mean processor time, and
every farm's values. MODE least prints, of the same windows, the mean bytes of the blocks that hold them, and of those blocks
down to the last row that is needed, which is the least that any reader can do with.
"""
import json
import os
import statistics
import sys
import time
import zlib
from concurrent.futures import ThreadPoolExecutor

import numpy
import rasterio
from rasterio.features import rasterize
from rasterio.transform import Affine
from rasterio.warp import transform
from rasterio.windows import Window
from shapely.geometry import Polygon
from shapely.ops import clip_by_rect

MASKED = numpy.zeros(256, bool)
MASKED[[0, 1, 2, 3, 8, 9, 10, 11]] = True
CURL = dict(GDAL_DISABLE_READDIR_ON_OPEN="EMPTY_DIR", GDAL_HTTP_MULTIRANGE="YES",
            GDAL_HTTP_MERGE_CONSECUTIVE_RANGES="YES", GDAL_INGESTED_BYTES_AT_OPEN="32768", VSI_CACHE="TRUE")


each = map


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
    if rule == "shapely":
        return clipped(outline, geometry, origin, shape)
    if rule == "numpy":
        return summed(outline, origin, shape)
    fine = rasterize([(geometry, 1)], (shape[0] * rule, shape[1] * rule), transform=origin * Affine.scale(1 / rule), dtype="uint8")
    return fine.reshape(shape[0], rule, shape[1], rule).mean(axis=(1, 3))


def clipped(outline, geometry, origin, shape):
    """Shares of area: the pixels that the outline touches clipped one by one, the others by their centres."""
    weight = rasterize([(geometry, 1)], shape, transform=origin, dtype="uint8").astype(float)
    line = {"type": "LineString", "coordinates": geometry["coordinates"][0]}
    touched = rasterize([(line, 1)], shape, transform=origin, dtype="uint8", all_touched=True)
    polygon = Polygon(outline)
    a, _, west, _, e, north = origin[:6]
    rows, columns = touched.nonzero()
    pixels = zip((west + columns * a).tolist(), (north + (rows + 1) * e).tolist(), (west + (columns + 1) * a).tolist(), (north + rows * e).tolist())
    weight[rows, columns] = [clip_by_rect(polygon, *pixel).area for pixel in pixels]
    weight[rows, columns] /= -a * e
    return weight


def summed(outline, origin, shape):
    """Shares of area: every edge cut at the borders of pixels, each piece's signed area left of it summed from left to right."""
    a, _, west, _, e, north = origin[:6]
    x, y = (outline[:, 0] - west) / a, (outline[:, 1] - north) / e
    x0, y0, dx, dy = x[:-1], y[:-1], numpy.diff(x), numpy.diff(y)
    edges = numpy.arange(len(dx))
    places, cut = [numpy.zeros(len(dx)), numpy.ones(len(dx))], [edges, edges]
    for start, way in ((x0, dx), (y0, dy)):
        first = numpy.ceil(numpy.minimum(start, start + way)).astype(int)
        count = numpy.maximum(numpy.floor(numpy.maximum(start, start + way)).astype(int) - first + 1, 0) * (way != 0)
        edge = numpy.repeat(edges, count)
        line = numpy.arange(count.sum()) - numpy.repeat(numpy.cumsum(count) - count, count) + first[edge]
        places.append(numpy.clip((line - start[edge]) / way[edge], 0, 1))
        cut.append(edge)
    places, cut = numpy.concatenate(places), numpy.concatenate(cut)
    order = numpy.lexsort((places, cut))
    places, cut = places[order], cut[order]
    px, py = x0[cut] + places * dx[cut], y0[cut] + places * dy[cut]
    piece = cut[1:] == cut[:-1]
    middle, drop = ((px[1:] + px[:-1]) / 2)[piece], (py[1:] - py[:-1])[piece]
    row = numpy.clip(((py[1:] + py[:-1]) / 2)[piece].astype(int), 0, shape[0] - 1)
    column = numpy.clip(middle.astype(int), 0, shape[1] - 1)
    right = middle - column
    at, size = row * (shape[1] + 1) + column, shape[0] * (shape[1] + 1)
    deposits = numpy.bincount(at, drop * (1 - right), size) + numpy.bincount(at + 1, drop * right, size)
    weight = numpy.abs(deposits.reshape(shape[0], shape[1] + 1).cumsum(axis=1)[:, :-1])
    weight[weight < 1e-9] = 0
    return weight


def values(outline, red, nir, scl, rule):
    a, _, west, _, e, north = red.transform[:6]
    left, right = int((outline[:, 0].min() - west) // a), int(-((outline[:, 0].max() - west) // -a))
    top, bottom = int((outline[:, 1].max() - north) // e), int(-((outline[:, 1].min() - north) // -e))
    window = Window(left, top, right - left, bottom - top)
    coarse = Window(left // 2, top // 2, (right + 1) // 2 - left // 2, (bottom + 1) // 2 - top // 2)
    r, n, c = each(lambda file, part: file.read(1, window=part), (red, nir, scl), (window, window, coarse))
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
    return list(each(lambda band: rasterio.open(f"{scene}/{band}.tif"), ("B04", "B08", "SCL")))


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
    global each
    if mode.endswith("+"):
        os.environ["GDAL_NUM_THREADS"] = "ALL_CPUS"
        each = ThreadPoolExecutor(3).map
        mode = mode[:-1]
    with open(farms) as source:
        features = json.load(source)["features"][: int(count)]
    if mode == "least":
        print(json.dumps(least(scene, features)))
        return
    rules = ("centre",) if mode == "cold" else ("centre", 4, 10, 16, "shapely", "numpy")
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
