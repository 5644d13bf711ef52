"""Writes the rings of a Swift of one device and one replica: swift_rings.py FOLDER NAME=PORT...

The same as three calls each of swift-ring-builder's create, add and rebalance, in one interpreter instead of nine.
"""

import sys

from swift.common.ring import RingBuilder

folder = sys.argv[1]
for argument in sys.argv[2:]:
    name, port = argument.split("=")
    builder = RingBuilder(4, 1, 1)
    where = {"ip": "127.0.0.1", "port": int(port)}
    replication = {f"replication_{key}": value for key, value in where.items()}
    builder.add_dev({"id": 0, "region": 1, "zone": 1, "device": "d1", "weight": 1, "meta": "", **where, **replication})
    builder.rebalance()
    builder.get_ring().save(f"{folder}/{name}.ring.gz")
