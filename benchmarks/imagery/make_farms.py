#!/usr/bin/python3
"""Writes COUNT farms spread over the scene of make_scene.py as GeoJSON (WGS 84): irregular fields 400 to 800 m wide, 8 to 20 vertices.

    make_farms.py COUNT TARGET_FILE
"""
import json
import math
import random
import sys

from rasterio.warp import transform

from make_scene import EPSG, NORTH, SIDE, WEST


def main(count, target):
    chance = random.Random(20260101)
    features = []
    for farm in range(int(count)):
        x = chance.uniform(WEST + 1000, WEST + SIDE * 10 - 1000)
        y = chance.uniform(NORTH - SIDE * 10 + 1000, NORTH - 1000)
        size = chance.uniform(200, 400)
        corners = chance.randint(8, 20)
        radii = [size * chance.uniform(0.6, 1) for _ in range(corners)]
        xs = [x + radius * math.cos(2 * math.pi * i / corners) for i, radius in enumerate(radii)]
        ys = [y + radius * math.sin(2 * math.pi * i / corners) for i, radius in enumerate(radii)]
        longitudes, latitudes = transform(f"EPSG:{EPSG}", "EPSG:4326", xs, ys)
        ring = [[round(a, 9), round(b, 9)] for a, b in zip(longitudes, latitudes)]
        ring.append(ring[0])
        features.append({"type": "Feature", "id": f"farm-{farm}", "properties": {},
                         "geometry": {"type": "Polygon", "coordinates": [ring]}})
    with open(target, "w") as out:
        json.dump({"type": "FeatureCollection", "features": features}, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
