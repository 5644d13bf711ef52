#!/usr/bin/env python3
"""Fetches the crate aws-sigv4 1.6.4, which carries AWS's own suite, and prints the folder it was unpacked to.

Needs cargo: the crate is published on crates.io.
"""

import json
import subprocess
import tempfile
from pathlib import Path

MANIFEST = """
[package]
name = "fetch"
version = "0.0.0"
edition = "2021"
[dependencies]
aws-sigv4 = "=1.6.4"
"""

with tempfile.TemporaryDirectory() as folder:
    (Path(folder) / "src").mkdir()
    (Path(folder) / "src/lib.rs").touch()
    (Path(folder) / "Cargo.toml").write_text(MANIFEST)
    answer = subprocess.check_output(["cargo", "metadata", "--format-version=1", "--quiet"], cwd=folder)
package = next(p for p in json.loads(answer)["packages"] if p["name"] == "aws-sigv4")
print(Path(package["manifest_path"]).parent)
