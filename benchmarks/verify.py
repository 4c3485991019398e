"""The proof of ResNet-50 in training, in all frameworks: seconds and memory."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from benchmarks.measure import table
from benchmarks.page import renew

ROUNDS = 3
COMMAND = ("verify", "resnet50", "--level", "train", "--input", "3,64,64")


def section(command: Sequence[str] = COMMAND, rounds: int = ROUNDS) -> str:
    """The results, in Markdown."""
    runs = [proved(command) for _ in range(rounds)]
    names = [one["backend"] for one in runs[0][1]["backends"]]
    rows = [row(name, [report for _, report in runs]) for name in names]
    total = statistics.median(seconds for seconds, _ in runs)
    return f"""## Verify

`archspec {" ".join(command)}`: medians of {rounds} runs. The processes of the backends
run as many at a time as there are cores; seconds on the clock, as the JSON report has
them. The whole command, reference included, took {total:.0f} s.

{table(("backend", "version", "seconds", "MiB"), rows)}"""


def row(backend: str, reports: Sequence[dict[str, Any]]) -> Sequence[str]:
    """The medians of one backend."""
    found = [
        one
        for report in reports
        for one in report["backends"]
        if one["backend"] == backend
    ]
    if found[0]["status"] != "ok":
        return (backend, found[0]["version"], found[0]["status"], "")
    seconds, memory = (
        statistics.median(one[key] for one in found) for key in ("seconds", "memory")
    )
    return (backend, found[0]["version"], f"{seconds:.1f}", f"{memory / 2**20:.0f}")


def proved(command: Sequence[str]) -> tuple[float, dict[str, Any]]:
    """The seconds that the command takes, and its report."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "archspec", *command, "--format", "json"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return time.perf_counter() - start, json.loads(done.stdout)


if __name__ == "__main__":
    renew(section())
