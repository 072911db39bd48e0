"""Prints what an interpreter has, as JSON: `python3 probe.py numpy|torch [OPENBLAS_CORETYPE]`."""

import ctypes
import json
import os
import sys

from harness import set_environment

NAMES = [prefix + "openblas_{}" + suffix for prefix in ("", "scipy_") for suffix in ("", "64_", "_64", "_")]


def call(library, function):
    """The text that a function of OpenBLAS returns, however this build names it."""
    for name in NAMES:
        try:
            found = getattr(library, name.format(function))
        except AttributeError:
            continue
        found.restype = ctypes.c_char_p
        return (found() or b"").decode()
    return None


def loaded_libraries():
    """The shared libraries of this process, where the system tells."""
    try:
        with open("/proc/self/maps", encoding="utf-8") as maps:
            return sorted({line.split(None, 5)[5].strip() for line in maps if ".so" in line})
    except OSError:
        return []


def blas():
    """What multiplies matrices."""
    paths = loaded_libraries()
    for path in paths:
        if "blas" in os.path.basename(path).lower():
            library = ctypes.CDLL(path)
            core = call(library, "get_corename")
            if core:
                words = call(library, "get_config").split()
                return {"name": " ".join(words[:2]), "core": core}
    for name, part in (("MKL", "libmkl"), ("Accelerate", "Accelerate"), ("the reference BLAS", "libblas")):
        if any(part in path for path in paths):
            return {"name": name, "core": ""}
    return {"name": "", "core": ""}


def flags():
    """What the processor says it can do."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            return next((line.split(":")[1].split() for line in info if line.startswith("flags")), [])
    except OSError:
        return []


inherited = os.environ.get("OPENBLAS_CORETYPE", "")
set_environment(1, sys.argv[2] if len(sys.argv) > 2 else "")
module = __import__(sys.argv[1])
extra = ""
if sys.argv[1] == "torch":
    if module.backends.mkl.is_available():
        extra = "MKL"
    capability = getattr(getattr(module.backends, "cpu", None), "get_cpu_capability", None)
    extra = " ".join(filter(None, [extra, capability() if capability else ""]))
print(json.dumps({
    "python": sys.version.split()[0],
    "version": module.__version__,
    "blas": blas(),
    "extra": extra,
    "inherited": inherited,
    "avx512": "avx512f" in flags(),
}))
