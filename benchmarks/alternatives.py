"""The same job by other tools: ``python -m benchmarks.alternatives FOLDER``.

Each tool is installed from the package index into a virtual environment of its own under
FOLDER, of several gigabytes in all. ``--python 3.6=PATH`` names the interpreters that
tools need besides this one.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copy
from typing import Any

import numpy as np

import archspec
from benchmarks.measure import table
from benchmarks.page import renew

SCRIPTS = Path(__file__).parent / "conversions"
ROOT = Path(__file__).parent.parent
TIMEOUT = 1800


@dataclass(frozen=True)
class Tool:
    """A tool, and how it is tried.

    Attributes:
        name: as people say.
        job: from what to what.
        script: in benchmarks/conversions, with its arguments.
        python: the version of the interpreter; this one's if empty.
        packages: to install: the tool, and the frameworks it does not bring.
        undeclared: packages that it imports and does not ask for; tried without first.
        pip: the last one for that Python, where it is not the newest.
    """

    name: str
    job: str
    script: tuple[str, ...]
    python: str = ""
    packages: tuple[str, ...] = ()
    undeclared: tuple[str, ...] = ()
    pip: str = "pip"


TOOLS = (
    Tool("archspec", "zoo to Paddle", ("archspec_spec.py", "paddle")),
    Tool("archspec", "zoo to MXNet", ("archspec_spec.py", "gluon")),
    Tool(
        "X2Paddle",
        "PyTorch to Paddle",
        ("x2paddle_torch.py",),
        packages=("x2paddle==1.6.0", "torch==2.13.0", "paddlepaddle==3.3.1"),
        undeclared=("six", "requests"),
    ),
    Tool(
        "onnx2torch",
        "ONNX to PyTorch",
        ("onnx2torch_onnx.py",),
        packages=("onnx2torch==1.5.15", "torch==2.14.1", "torchvision==0.29.1"),
    ),
    Tool(
        "MMdnn",
        "PyTorch to MXNet",
        ("mmdnn_torch.py",),
        python="3.6",
        packages=("mmdnn==0.3.1", "torch==1.10.1", "mxnet==1.5.1"),
        undeclared=("torchvision==0.11.2",),
        pip="pip==21.3.1",
    ),
    Tool(
        "MMdnn",
        "PyTorch to MXNet",
        ("mmdnn_torch.py",),
        python="3.6",
        packages=("mmdnn==0.3.1", "torch==1.1.0", "mxnet==1.5.1"),
        undeclared=("torchvision==0.3.0",),
        pip="pip==21.3.1",
    ),
)
HEAD = (
    "tool",
    "job",
    "Python",
    "as installed",
    "then",
    "seconds",
    "worst difference",
    "lines",
    "names",
)


def section(folder: Path, pythons: Mapping[str, str]) -> str:
    """The results, in Markdown."""
    rows = [row(tool, folder / str(k), pythons) for k, tool in enumerate(TOOLS)]
    return f"""## Alternatives

ResNet-50 with random weights, converted to another framework by archspec and by tools that
can be installed from the package index. Each ran in a separate environment, with the given
versions. Other tools read the PyTorch network that `archspec emit resnet50 --backend torch`
writes (onnx2torch reads its export to ONNX by PyTorch), and convert any network that they
understand; archspec reads a network as a spec, here the zoo's, and the weights from
PyTorch's file. It reads neither PyTorch code nor ONNX.

*As installed* is the first run, with the tool and the frameworks installed; *then* is a
second run after a failure, with packages that the tool imports but does not declare. A
failure is shown by its last line. *Seconds* is the wall-clock time of one conversion.
*Worst difference* is the largest absolute difference from the outputs of the NumPy
reference, relative to their largest value. *Lines* counts the lines of the written source,
and *names* shows the first names of its layers.

{table(HEAD, rows)}"""


def row(tool: Tool, folder: Path, pythons: Mapping[str, str]) -> tuple[str, ...]:
    """A row of the table."""
    print(f"alternatives: {tool.name}, {tool.job}", file=sys.stderr)
    title = (", ".join(tool.packages) or tool.name, tool.job)
    if tool.python and tool.python not in pythons:
        return (*title, tool.python, "skipped: no such interpreter given", *[""] * 5)
    prepare(folder)
    python, fault = sys.executable, ""
    if tool.packages:
        python, fault = environment(tool, folder, pythons)
    version = tool.python or platform.python_version().rpartition(".")[0]
    found, first = (None, fault) if fault else tried(python, tool, folder)
    second = ""
    if found is None and not fault and tool.undeclared:
        second = ran([python, "-m", "pip", "install", "-q", *tool.undeclared], folder)
        if not second:
            found, second = tried(python, tool, folder)
        second = f"with {', '.join(tool.undeclared)}: {second or 'ok'}"
    title = (*title, version, first or "ok", second)
    return (*title, *(measured(found, folder) if found else [""] * 4))


def prepare(folder: Path) -> None:
    """What the scripts find in their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    spec = archspec.load("resnet50")
    weights = spec.init_weights(dtype="float32")
    x = np.random.default_rng(0).standard_normal((1, 3, 224, 224)).astype("float32")
    (folder / "resnet50.py").write_text(spec.emit("torch"))
    np.savez(folder / "weights.npz", **weights)
    spec.save_weights(folder / "weights.pt", weights)
    np.save(folder / "x.npy", x)
    np.save(folder / "y.npy", spec.reference(weights, x))
    for script in SCRIPTS.glob("*.py"):
        copy(script, folder)


def environment(
    tool: Tool, folder: Path, pythons: Mapping[str, str]
) -> tuple[str, str]:
    """The interpreter of a new virtual environment, and what went wrong in making it."""
    base = pythons[tool.python] if tool.python else sys.executable
    python = os.fspath(folder / "env/bin/python")
    steps = (
        [base, "-m", "venv", "--clear", os.fspath(folder / "env")],
        [python, "-m", "pip", "install", "-q", "--upgrade", tool.pip],
        [python, "-m", "pip", "install", "-q", *tool.packages],
    )
    faults = (ran(step, folder) for step in steps)
    return python, next((f"not installed: {fault}" for fault in faults if fault), "")


def tried(python: str, tool: Tool, folder: Path) -> tuple[dict[str, Any] | None, str]:
    """What the script of a tool prints, or why it did not."""
    answer = folder / "answer.json"
    answer.unlink(missing_ok=True)
    fault = ran([python, *tool.script], folder)
    return (None, fault) if fault else (json.loads(answer.read_text()), "")


def ran(command: list[str], folder: Path) -> str:
    """Runs a command in ``folder``; its last line if it fails."""
    environment = os.environ | {"PYTHONPATH": os.fspath(ROOT)}
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"took more than {TIMEOUT} s"
    if not done.returncode:
        return ""
    lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
    # No paths of this machine in a page.
    return (
        f"`{lines[-1].replace(os.fspath(folder), '.')}`"
        if lines
        else f"exit code {done.returncode}"
    )


def measured(found: dict[str, Any], folder: Path) -> tuple[str, ...]:
    """Seconds, difference, lines and names."""
    wanted, output = np.load(folder / "y.npy"), np.load(folder / "found.npy")
    worst = np.abs(output - wanted).max() / np.abs(wanted).max()
    lines = "none"
    if found["source"]:
        lines = str(len((folder / found["source"]).read_text().splitlines()))
    names = ", ".join(f"`{name}`" for name in found["names"][:4])
    return f"{found['seconds']:.1f}", f"{worst:.0e}", lines, names


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", action="append", default=[], metavar="VERSION=PATH")
    given = parser.parse_args()
    pythons = dict(text.split("=", 1) for text in given.python)
    renew(section(given.folder.resolve(), pythons))


if __name__ == "__main__":
    main()
