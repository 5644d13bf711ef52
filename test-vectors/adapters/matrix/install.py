"""Installs the implementations, each kind once, into .installed/ (and node/node_modules)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .implementations import ADAPTERS, INSTALLED, VECTORS, Implementation

GO_PACKAGE = "golang-github-aws-aws-sdk-go-v2-dev"
GO_SOURCES = Path("/usr/share/gocode/src/github.com/aws/aws-sdk-go-v2")


class NotHere(Exception):
    """An implementation that this machine can't have."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def run(*command, **options) -> None:
    """A command whose output is of interest only if it fails."""
    command = [str(part) for part in command]
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if ran.returncode:
        say(ran.stdout)
        raise NotHere(f"`{' '.join(command)}` failed")


def debian(*packages, has) -> None:
    """Installs packages of Debian, unless `has` finds what they bring."""
    if has():
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise NotHere(f"it needs {' and '.join(packages)}, which apt-get installs where it is run as root")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", env=environment)
    run("apt-get", "install", "--yes", "--no-install-recommends", *packages, env=environment)
    if not has():
        raise NotHere(f"{' and '.join(packages)} did not bring it")


def programs(*names) -> bool:
    return all(map(shutil.which, names))


def python() -> None:
    folder = INSTALLED / "python"
    requirements = ADAPTERS / "python/requirements.txt"
    if not (folder / "bin/pip").exists():
        run(sys.executable, "-m", "venv", folder)
    run(folder / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", requirements)


def node() -> None:
    debian("nodejs", "npm", has=lambda: programs("node", "npm"))
    node_version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    if int(node_version.lstrip("v").split(".")[0] or 0) < 18:
        raise NotHere(f"it needs node 18, and {node_version.strip()} is here")
    run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=ADAPTERS / "node")


def rust() -> None:
    environment = {**os.environ, "CARGO_TARGET_DIR": str(INSTALLED / "rust")}
    run("cargo", "build", "--release", "--locked", "--quiet", cwd=ADAPTERS / "rust", env=environment)


def go() -> None:
    debian("golang-go", GO_PACKAGE, has=lambda: programs("go") and GO_SOURCES.is_dir())
    # Debian has libraries as sources in one folder, without modules.
    environment = {**os.environ, "GO111MODULE": "off", "GOFLAGS": "", "GOPATH": "/usr/share/gocode"}
    run("go", "build", "-o", INSTALLED / "aws-sdk-go-v2", ".", cwd=ADAPTERS / "go", env=environment)


def curl() -> None:
    python()
    debian("curl", "faketime", has=lambda: programs("curl", "faketime"))
    text = subprocess.run(["curl", "--help", "all"], capture_output=True, text=True).stdout
    if "--aws-sigv4" not in text:
        raise NotHere("this curl has no --aws-sigv4")


KINDS = {"python": python, "node": node, "rust": rust, "go": go, "curl": curl}


def install(implementations: list) -> dict:
    """Why an implementation can't be had, by name; those that are there are not in it."""
    INSTALLED.mkdir(exist_ok=True)
    missing, done = {}, {}
    for implementation in implementations:
        kind = implementation.kind
        if kind not in done:
            say(f"installing: {kind}")
            try:
                done[kind] = KINDS[kind]()
            except (NotHere, OSError) as reason:
                done[kind] = str(reason)
        if done[kind]:
            missing[implementation.name] = done[kind]
            say(f"skipped: {implementation.name}: {done[kind]}")
    return missing


def version(implementation: Implementation) -> str:
    """As installed."""
    match implementation.kind:
        case "curl":
            text = subprocess.run(["curl", "--version"], capture_output=True, text=True).stdout
            return text.split()[1]
        case "go":
            query = ["dpkg-query", "--show", "--showformat", "${Version}", GO_PACKAGE]
            return subprocess.run(query, capture_output=True, text=True).stdout.partition("-")[0]
    return implementation.pinned()


def sigfour() -> str:
    """The runner, built from this repository."""
    repository = VECTORS.parent
    say("building: sigfour")
    # In the folder of the tests, which have it built already.
    run("cargo", "build", "--locked", "--quiet", "--package", "sigfour-cli", cwd=repository)
    target = os.environ.get("CARGO_TARGET_DIR", "target")
    return str(repository / target / "debug/sigfour")
