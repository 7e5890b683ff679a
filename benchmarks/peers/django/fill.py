"""Fills the cache from a file of lines: address, tab, JSON of its data."""

import itertools
import json
import sys

import reads  # sets Django up
from django.core.cache import cache

assert reads.urlpatterns

with open(sys.argv[1], encoding="utf-8") as lines:
    answers = (line.rstrip("\n").split("\t", 1) for line in lines)
    while batch := {path: json.loads(data) for path, data in itertools.islice(answers, 1000)}:
        cache.set_many(batch, timeout=None)
