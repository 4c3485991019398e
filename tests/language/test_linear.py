"""Ten times the nodes take about ten times as long to check and to emit."""

import gc
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archspec import pipeline
from tests.commands import process

TIMES = 10  # as many nodes
LIMIT = 12  # times as long, at most
ROUNDS = 8  # at most: one undisturbed run of each is enough

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


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """The processor time of one run of ``work``: the mean of ``times`` runs in a row."""
    gc.collect()
    gc.freeze()  # what else the process holds is not to be traversed again
    start = time.process_time()
    for _ in range(times):
        work()
    taken = time.process_time() - start
    gc.unfreeze()
    return taken / times


def checking(text: str, path: Path) -> Callable[[], object]:
    """The stage from the text to the graph."""
    path.write_text(text)
    return lambda: pipeline.check(pipeline.front(path))


def emitting(text: str, path: Path) -> Callable[[], object]:
    """The stage from the network to the source."""
    path.write_text(text)
    network = pipeline.front(path)
    graph = pipeline.check(network)
    return lambda: pipeline.emit(network, graph, "torch")


def measure(spec: Spec, stage: Stage, folder: Path) -> tuple[float, float]:
    """The seconds that a network and one of ten times the nodes take.

    Both are measured over equal times, the small network ten times in a row: another
    process that takes a share of the processor, or of its caches, then takes it from
    both. A short run would often fall between the disturbances, a long one never does.
    The least disturbed runs count, and the first pair that is linear is enough.
    """
    few = stage(spec(2_000), folder / "few.yaml")
    many = stage(spec(2_000 * TIMES), folder / "many.yaml")
    few(), many()  # warm
    short: list[float] = []
    long: list[float] = []
    for _ in range(ROUNDS):  # in turns, so that a slower machine slows both
        short.append(seconds(few, TIMES))
        long.append(seconds(many))
        if min(long) <= LIMIT * min(short):
            break
    return min(short), min(long)


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["checking", "emitting"])
@pytest.mark.parametrize("spec", ["repeated", "written"])
def test_time_is_linear(spec: str, stage: str, tmp_path: Path) -> None:
    # In a process of its own, whose memory is not full of other tests.
    script = (
        "from pathlib import Path; from tests.language import test_linear as own; "
        f"print(*own.measure(own.{spec}, own.{stage}, Path({str(tmp_path)!r})))"
    )
    short, long = map(float, process("-c", script).stdout.split())
    # Below a millisecond the clock says little.
    assert long <= LIMIT * max(short, 0.001)


@pytest.mark.quick
def test_a_long_repeat_stays_a_loop(tmp_path: Path) -> None:
    path = tmp_path / "net.yaml"
    path.write_text(repeated(20_000))
    network = pipeline.front(path)
    text = pipeline.emit(network, pipeline.check(network), "torch")
    assert text.count("\n") < 40
    assert "range(5000)" in text
