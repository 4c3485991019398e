"""Checking networks of 100 to 100,000 nodes: nodes a second, and memory."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Task, interleaved, ratio, table
from benchmarks.page import renew

ROUNDS = 3
SIZES = (100, 1_000, 10_000, 100_000)
HEAD = "archspec: 1\nname: Net\ninput: [8, 16, 16]\n"
# In a process of its own, whose memory is that of one network.
CHILD = """
import json, resource, sys, time
import archspec
archspec.load("specs/resnet18.yaml")
start = time.process_time()
nodes = len(archspec.load(sys.argv[1]).graph.nodes)
seconds = time.process_time() - start
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def repeated(nodes: int) -> str:
    """One block of four nodes, copied by a repeat."""
    return f"""{HEAD}blocks:
  Unit:
    params: {{width: int}}
    body:
      conv: {{op: conv, channels: width, kernel: 3, padding: 1}}
      bn: bn
      relu: relu
      last: {{op: conv, channels: in_channels, kernel: 1}}
body:
  units: {{op: repeat, times: {nodes // 4}, body: [{{op: Unit, width: 8}}]}}
"""


def written(nodes: int) -> str:
    """Every node on a line of its own."""
    pair = "  conv{0}: {{op: conv, channels: 8, kernel: 1}}\n  relu{0}: relu\n"
    return f"{HEAD}body:\n{''.join(pair.format(k) for k in range(nodes // 2))}"


FORMS = {"repeated": repeated, "written": written}


def section() -> str:
    """The results, in Markdown."""
    memory: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        tasks: dict[str, Task] = {}
        for form, text in FORMS.items():
            for nodes in SIZES:
                name = f"{nodes:,} {form}"
                path = Path(folder) / f"{form}{nodes}.yaml"
                path.write_text(text(nodes))
                tasks[name] = checking(path, name, memory)
        first = next(iter(tasks))
        taken = interleaved({**tasks, "again": tasks[first]}, ROUNDS)
    rows = [
        (name, f"{1000 * median:.1f}", f"{speed:,.0f}", f"{memory[name]:.0f}")
        for name in tasks
        for median in [statistics.median(taken[name])]
        for speed in [int(name.split()[0].replace(",", "")) / median]
    ]
    control = ratio(taken["again"], taken[first])
    return f"""## Check

Reading and checking a file, from its text to the graph of all nodes: written out, one node
per line, or repeated in blocks of four. {ROUNDS} rounds; the memory is the peak of the
process. The ratio of the first row to itself: {control:.2f}.

{table(("nodes", "ms", "nodes a second", "MiB"), rows)}"""


def checking(path: Path, name: str, memory: dict[str, float]) -> Task:
    """Loads a file, and notes the memory that it took."""

    def run() -> float:
        output = subprocess.run(
            [sys.executable, "-c", CHILD, os.fspath(path)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        seconds, memory[name] = json.loads(output)
        return seconds

    return run


if __name__ == "__main__":
    renew(section())
