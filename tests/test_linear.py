"""Ten times the nodes take about ten times as long, to check and to emit."""

import gc
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archspec import pipeline

LIMIT = 12  # times as long for ten times the nodes
ROUNDS = 8  # at most: one undisturbed pair is enough

Spec = Callable[[int], str]
Stage = Callable[[str, Path], Callable[[], object]]


def repeated(nodes: int) -> str:
    """A repeat of blocks of four nodes."""
    return f"""archspec: 1
name: Net
input: [4, 8, 8]
blocks:
  Unit:
    params: {{width: int}}
    body:
      conv: {{op: conv, channels: width, kernel: 3, padding: 1}}
      bn: bn
      relu: relu
      last: {{op: conv, channels: in_channels, kernel: 1}}
body:
  units: {{op: repeat, times: {nodes // 4}, body: {{op: Unit, width: 6}}}}
"""


def written(nodes: int) -> str:
    """Blocks of a hundred nodes each, every one written out and called once."""
    lines = ["archspec: 1", "name: Net", "input: [4, 8, 8]", "blocks:"]
    for block in range(nodes // 100):
        lines += [f"  Block{block}:", "    body:"]
        for node in range(25):
            lines.append(f"      conv{node}: {{op: conv, channels: 4, kernel: 1}}")
            lines += [f"      bn{node}: bn", f"      relu{node}: relu"]
            before = f"relu{node}" if node % 5 else "input"
            lines.append(f"      sum{node}: {{op: add, from: [{before}, conv{node}]}}")
    lines.append("body:")
    lines += [f"  part{block}: Block{block}" for block in range(nodes // 100)]
    return "\n".join(lines) + "\n"


def seconds(work: Callable[[], object]) -> float:
    """The processor time of one run of ``work``."""
    gc.collect()
    gc.freeze()  # what else the process holds is not to be traversed again
    start = time.process_time()
    work()
    taken = time.process_time() - start
    gc.unfreeze()
    return taken


def checking(text: str, path: Path) -> Callable[[], object]:
    """From the text to the graph."""
    path.write_text(text)
    return lambda: pipeline.check(pipeline.front(path))


def emitting(text: str, path: Path) -> Callable[[], object]:
    """From the network to the source."""
    path.write_text(text)
    network = pipeline.front(path)
    return lambda: pipeline.emit(network, {}, {"x": (4, 8, 8)}, "torch")


@pytest.mark.parametrize("stage", [checking, emitting])
@pytest.mark.parametrize("spec", [repeated, written])
def test_time_is_linear(spec: Spec, stage: Stage, tmp_path: Path) -> None:
    few = stage(spec(1_000), tmp_path / "few.yaml")
    many = stage(spec(10_000), tmp_path / "many.yaml")
    few(), many()  # warm
    short: list[float] = []
    long: list[float] = []
    for _ in range(ROUNDS):  # in turns, so that a slower machine slows both
        short += [seconds(few) for _ in range(3)]
        long.append(seconds(many))
        # Of the runs that were disturbed least; below a millisecond the clock says little.
        if min(long) <= LIMIT * max(min(short), 0.001):
            return
    pytest.fail(f"not linear: {min(long):.3f} s against {min(short):.3f} s")


@pytest.mark.quick
def test_a_long_repeat_stays_a_loop(tmp_path: Path) -> None:
    path = tmp_path / "net.yaml"
    path.write_text(repeated(20_000))
    text = pipeline.emit(pipeline.front(path), {}, {"x": (4, 8, 8)}, "torch")
    assert text.count("\n") < 40
    assert "range(5000)" in text
