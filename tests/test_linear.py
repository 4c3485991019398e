"""Ten times the nodes take about ten times as long, to check and to emit."""

import gc
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archspec import pipeline

LIMIT = 12  # times as long for ten times the nodes
RUNS = 3


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
    """The processor time of ``work``, warm, of the run that was disturbed least."""
    work()
    times: list[float] = []
    for _ in range(RUNS):
        gc.collect()
        gc.freeze()  # what else the process holds is not to be traversed again
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
        gc.unfreeze()
    return min(times)


def stages(text: str, path: Path) -> dict[str, float]:
    """How long it takes to check and to emit a spec."""
    path.write_text(text)
    network = pipeline.front(path)
    shapes = {"x": (4, 8, 8)}
    return {
        "check": seconds(lambda: pipeline.check(pipeline.front(path))),
        "emit": seconds(lambda: pipeline.emit(network, {}, shapes, "torch")),
    }


@pytest.mark.parametrize("spec", [repeated, written])
def test_time_is_linear(spec: Callable[[int], str], tmp_path: Path) -> None:
    few = stages(spec(2_000), tmp_path / "few.yaml")
    many = stages(spec(20_000), tmp_path / "many.yaml")
    for stage, time_of_few in few.items():
        # Of less than a millisecond the clock says little.
        assert many[stage] <= LIMIT * max(time_of_few, 0.001), (stage, few, many)


@pytest.mark.quick
def test_a_long_repeat_stays_a_loop(tmp_path: Path) -> None:
    path = tmp_path / "net.yaml"
    path.write_text(repeated(20_000))
    text = pipeline.emit(pipeline.front(path), {}, {"x": (4, 8, 8)}, "torch")
    assert text.count("\n") < 40
    assert "range(5000)" in text
