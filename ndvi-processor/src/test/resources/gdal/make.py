#!/usr/bin/python3
"""Writes the files of this folder and what GDAL reads from them; see README.md."""
import itertools
import json
import os
import sys
import zlib

import numpy
import rasterio
from rasterio.enums import Resampling
from rasterio.shutil import copy
from rasterio.transform import from_origin
from rasterio.windows import Window

SAMPLES = sys.argv[1]
HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH, HEIGHT = 70, 50


def profile(dtype, **options):
    return dict(driver="GTiff", width=WIDTH, height=HEIGHT, count=1, dtype=dtype, nodata=0, crs="EPSG:32631",
                transform=from_origin(655360, 5686280, 10, 10), **options)


def pixels(dtype):
    with rasterio.open(f"{SAMPLES}/B04.tif") as source:
        red = source.read(1, window=Window(300, 400, WIDTH, HEIGHT)).astype("int32")
    red[:4, :9] = 0
    return {"uint8": red % 251, "int16": red - 900, "uint16": red * 7 % 65521, "float32": red / numpy.float32(10000)}[dtype].astype(dtype)


def read(dataset):
    values = dataset.read(1).astype("<f4")
    return {"width": dataset.width, "height": dataset.height, "crc32": zlib.crc32(values.tobytes())}


expected = {}


def write(name, dtype, overviews=(), **options):
    path = os.path.join(HERE, name + ".tif")
    with rasterio.open(path, "w", **profile(dtype, **options)) as out:
        out.write(pixels(dtype), 1)
    if overviews:
        with rasterio.open(path, "r+") as out:
            out.build_overviews(overviews, Resampling.average)
    remember(name, path)


def remember(name, path):
    with rasterio.open(path) as source:
        images = [read(source)]
        count = len(source.overviews(1))
    for level in range(count):
        with rasterio.open(path, overview_level=level) as source:
            images.append(read(source))
    expected[name] = images


packings = [("none", {}), ("deflate1", dict(compress="DEFLATE", predictor=1)), ("deflate2", dict(compress="DEFLATE", predictor=2)),
            ("deflate3", dict(compress="DEFLATE", predictor=3)), ("lzw1", dict(compress="LZW", predictor=1)),
            ("lzw2", dict(compress="LZW", predictor=2)), ("zstd1", dict(compress="ZSTD", predictor=1)), ("zstd2", dict(compress="ZSTD", predictor=2))]
shapes = [("tiled", dict(tiled=True, blockxsize=32, blockysize=16)), ("striped", dict(blockysize=7))]
frames = [("classic-little", dict()), ("big-big", dict(bigtiff="YES", endianness="BIG"))]
for dtype, (packing, pack), (shape, block), (frame, head) in itertools.product(("uint8", "int16", "uint16", "float32"), packings, shapes, frames):
    if packing == "deflate3" and dtype != "float32" or packing.endswith("2") and dtype == "float32":
        continue
    if packing == "deflate3" and frame == "big-big":  # this GDAL cannot read its own
        frame, head = "big-little", dict(bigtiff="YES")
    write(f"{dtype}-{packing}-{shape}-{frame}", dtype, **pack, **block, **head)
for frame, head in (("classic-big", dict(endianness="BIG")), ("big-little", dict(bigtiff="YES"))):
    write(f"uint16-deflate2-tiled-{frame}", "uint16", compress="DEFLATE", predictor=2, **shapes[0][1], **head)
write("uint16-overviews", "uint16", overviews=(2, 4), compress="DEFLATE", predictor=2, **shapes[0][1])
write("uint16-sparse", "uint16", compress="DEFLATE", sparse_ok=True, **shapes[0][1])
for band in ("B04", "SCL"):
    cog = os.path.join(HERE, f"cog-{band}.tif")
    with rasterio.open(f"{SAMPLES}/{band}.tif") as source:
        part = source.read(1, window=Window(0, 0, 300, 200))
        kind = dict(source.profile, width=300, height=200, driver="GTiff")
        kind.pop("blockxsize", None), kind.pop("blockysize", None), kind.update(tiled=False)
    with rasterio.open("/vsimem/part.tif", "w", **kind) as out:
        out.write(part, 1)
    copy("/vsimem/part.tif", cog, driver="COG", compress="DEFLATE", predictor="YES", blocksize=128,
         overview_resampling="nearest" if band == "SCL" else "average")
    remember(f"cog-{band}", cog)
with open(os.path.join(HERE, "expected.json"), "w") as out:
    json.dump({"gdal": rasterio.__gdal_version__, "files": expected}, out, indent=1)
    out.write("\n")
