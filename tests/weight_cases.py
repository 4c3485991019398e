"""Files of weights that do not fit a spec, under ``errors/weights/``.

A fixture has the tensors of the file by name, each with its shape, or with its type and
its shape; ``file`` is its name, ``rules`` and ``ignore`` are those of
``--map`` and ``--ignore``. Its leading comment is
what is said, and ``python -m tests.weight_cases`` renews that.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import yaml

import archspec
from archspec.read import read_network
from archspec.text.problems import CompileError
from archspec.text.source import Source
from archspec.weights.formats import FORMATS
from archspec.weights.rename import rule
from tests.error_cases import FOLDER, read, renew

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


def said_of(path: Path) -> str:
    """What is said of the weights of a fixture."""
    fixture = yaml.safe_load(read(path))
    spec = archspec.compile(read_network(Source("net.yaml", SPEC)))
    name = fixture.get("file", "w.safetensors")
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            if "tensors" in fixture:
                _write(Path(name), fixture["tensors"])
            elif "text" in fixture:
                Path(name).write_text(fixture["text"])
            rules = [rule(text) for text in fixture.get("rules", [])]
            spec.load_weights(name, map=rules, ignore=fixture.get("ignore", []))
        except CompileError as error:
            return str(error)
        finally:
            os.chdir(here)
    return ""


def _write(path: Path, shapes: dict[str, Any]) -> None:
    tensors = {
        name: np.zeros(shape[1], shape[0])
        if shape and isinstance(shape[0], str)
        else np.zeros(shape, "float32")
        for name, shape in shapes.items()
    }
    path.write_bytes(FORMATS["safetensors"].codec.serialize(tensors, {}))


if __name__ == "__main__":
    for fixture in FIXTURES:
        renew(fixture, said_of)
