#!/usr/bin/python3
"""Writes a scene as large as a real Sentinel-2 tile: 109.8 km, blocks of so many pixels a side, DEFLATE, predictor 2, overviews.

    make_scene.py SAMPLE_FOLDER TARGET_FOLDER [BLOCK_SIDE]

Its pixels are those of the sample scene (5 km x 10 km, real reflectances), laid out again and again, turned and mirrored,
each copy with its own brightness and noise of a few numbers, so that a block packs about as well as a real one and no block
repeats another. Needs Debian's python3-rasterio and GDAL; the same numbers on every run.
"""
import os
import sys

import numpy
import rasterio
from rasterio.enums import Resampling
from rasterio.shutil import copy
from rasterio.transform import from_origin

SIDE = 10980
WEST, NORTH, EPSG = 600000, 5700000, 32631
BANDS = {"B04": (SIDE, 10), "B08": (SIDE, 10), "SCL": (SIDE // 2, 20)}


def laid_out(patch, side, seed, noisy):
    random = numpy.random.default_rng(seed)
    whole = numpy.empty((side, side), patch.dtype)
    height, width = patch.shape
    copies = numpy.random.default_rng(7)  # the same turns for every band
    for top in range(0, side, height):
        for left in range(0, side, width):
            turn = copies.integers(0, 4)
            brightness = copies.uniform(0.9, 1.1)
            copy_ = patch[:: -1 if turn & 1 else 1, :: -1 if turn & 2 else 1]
            if noisy:
                noise = random.normal(0, 12, patch.shape)
                known = copy_ > 0
                copy_ = numpy.where(known, numpy.clip(copy_ * brightness + noise, 1, 20000), 0).astype(patch.dtype)
            part = whole[top : top + height, left : left + width]
            part[:] = copy_[: part.shape[0], : part.shape[1]]
    return whole


def main(samples, target, block=1024):
    os.makedirs(target, exist_ok=True)
    for seed, (band, (side, metres)) in enumerate(BANDS.items()):
        path = os.path.join(target, band + ".tif")
        if os.path.exists(path):
            continue
        with rasterio.open(os.path.join(samples, band + ".tif")) as source:
            patch = source.read(1)
        profile = dict(
            driver="GTiff", width=side, height=side, count=1, dtype=patch.dtype, nodata=0, crs=f"EPSG:{EPSG}",
            transform=from_origin(WEST, NORTH, metres, metres), tiled=True, blockxsize=int(block), blockysize=int(block))
        plain = os.path.join(target, band + ".plain.tif")
        with rasterio.open(plain, "w", **profile) as out:
            out.write(laid_out(patch, side, seed, band != "SCL"), 1)
        resampling = Resampling.nearest if band == "SCL" else Resampling.average
        with rasterio.open(plain, "r+") as out:
            out.build_overviews([2, 4, 8, 16], resampling)
        copy(plain, path + ".part", driver="COG", compress="DEFLATE", predictor="YES", blocksize=int(block),
             overviews="FORCE_USE_EXISTING", bigtiff="NO")
        os.rename(path + ".part", path)
        os.remove(plain)
        print(f"{path}: {os.path.getsize(path) // 2**20} MB", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
