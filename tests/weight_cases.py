"""Weight files that do not fit a spec, under ``errors/weights/``.

A fixture says what is in the file called ``file``: its ``tensors`` by name, in the
format of its suffix; ``text``; ``pickle``, of dicts, lists and the like; or ``raw``,
the tensors of a safetensors file with the types that its header states and their sizes
in bytes; ``zip``, texts by name. A tensor is its shape, or its type, its shape and what
fills it: ``[2, 3]``, ``[float16, [2, 3], 0.5]``, and within ``pickle`` a text:
``float32(2, 3)``. ``beside`` has the texts of other files by name, ``spec`` another
body for the network; all else are options of ``load_weights``, or ``command`` is what
the command line is given. The leading comment is what is said, and ``python -m
tests.weight_cases`` renews that.
"""

import json
import os
import pickle
import re
import struct
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import yaml

import archspec
from archspec.front.read import read_network
from archspec.text.problems import CompileError
from archspec.text.source import Source
from archspec.weights.formats import FORMATS, format_to_write
from archspec.weights.names.rename import rule
from tests.commands import run
from tests.error_cases import FOLDER, read, renew
from tests.weights.hostile_files import zipped

FIXTURES = sorted((FOLDER / "weights").glob("*.yaml"))
SPEC = """\
name: Net
input: [3, 8, 8]
body:
  conv: {op: conv, channels: 4, kernel: 3, bias: false}
  bn: bn
  pool: global_avg_pool
  flatten: flatten
  fc: {op: dense, units: 2}
"""
_TENSOR = re.compile(r"(\w+)\(([\d, ]*)\)")
_OWN = (
    "file",
    "tensors",
    "text",
    "pickle",
    "raw",
    "zip",
    "beside",
    "spec",
    "rules",
    "command",
)


def said_of(path: Path) -> str:
    """The messages about the weights of a fixture."""
    fixture = yaml.safe_load(read(path))
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            return _said(fixture)
        finally:
            os.chdir(here)


def _said(fixture: dict[str, Any]) -> str:
    path = Path(fixture.get("file", "w.safetensors"))
    text = fixture.get("spec", SPEC)
    for name, other in {**fixture.get("beside", {}), "net.yaml": text}.items():
        Path(name).write_text(other)
    content = _content(path, fixture)
    if content is not None:
        path.write_bytes(content)
    if "command" in fixture:
        return run(*fixture["command"]).stderr.rstrip("\n")
    spec = archspec.compile(read_network(Source("net.yaml", text)))
    options = {name: given for name, given in fixture.items() if name not in _OWN}
    try:
        rules = [rule(text) for text in fixture.get("rules", [])]
        spec.load_weights(path, map=rules, **options)
    except CompileError as error:
        return str(error)
    return ""


def _content(path: Path, fixture: dict[str, Any]) -> bytes | None:
    if "tensors" in fixture:
        tensors = {name: _array(given) for name, given in fixture["tensors"].items()}
        return FORMATS[format_to_write(str(path)).name].codec.serialize(tensors, {})
    if "pickle" in fixture:
        return pickle.dumps(_held(fixture["pickle"]))
    if "zip" in fixture:
        return zipped({name: text.encode() for name, text in fixture["zip"].items()})
    if "raw" in fixture:
        return _raw(fixture["raw"])
    return fixture["text"].encode("latin1") if "text" in fixture else None


def _array(given: Any) -> Any:
    kind, shape, *fill = (
        given if given and isinstance(given[0], str) else ("float32", given)
    )
    return np.full(shape, fill[0] if fill else 0, kind)


def _held(given: Any) -> Any:
    """``given`` with tensors in place of the texts that represent them."""
    if isinstance(given, dict):
        return {key: _held(value) for key, value in given.items()}
    if isinstance(given, list):
        return [_held(value) for value in given]
    found = _TENSOR.fullmatch(given) if isinstance(given, str) else None
    if found is None:
        return given
    return np.zeros([int(size) for size in re.findall(r"\d+", found[2])], found[1])


def _raw(given: dict[str, Any]) -> bytes:
    header: dict[str, Any] = {}
    place = 0
    for name, (kind, shape, size) in given.items():
        header[name] = {
            "dtype": kind,
            "shape": shape,
            "data_offsets": [place, place + size],
        }
        place += size
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + b"\0" * place


if __name__ == "__main__":
    for fixture in FIXTURES:
        renew(fixture, said_of)
