"""The subjects: every module here that has FILE and build() makes a vector file."""

import importlib
import pkgutil


def documents() -> dict:
    built = {}
    for found in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{found.name}")
        if hasattr(module, "FILE"):
            built[module.FILE] = module.build()
    return built
