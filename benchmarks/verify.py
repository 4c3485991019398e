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
from benchmarks.startup import spent

ROUNDS = 3
COMMAND = ("verify", "resnet50", "--level", "train", "--input", "3,64,64")


def section(command: Sequence[str] = COMMAND, rounds: int = ROUNDS) -> str:
    """The results, in Markdown."""
    runs = [proved(command) for _ in range(rounds)]
    reports = [report for _, _, report in runs]
    rows = [row(one["backend"], reports) for one in reports[0]["backends"]]
    clock = statistics.median(seconds for seconds, _, _ in runs)
    processor = statistics.median(seconds for _, seconds, _ in runs)
    return f"""## Verify

`archspec {" ".join(command)}`: medians of {rounds} runs. As many processes run in parallel as there are cores; seconds are wall-clock time from the
JSON report. The whole command, including the reference, took {clock:.0f} s, and
{processor:.0f} s of processor time.

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


def proved(command: Sequence[str]) -> tuple[float, float, dict[str, Any]]:
    """The seconds that the command takes, on the clock and of the processor; its report."""
    start, before = time.perf_counter(), spent()
    done = subprocess.run(
        [sys.executable, "-m", "archspec", *command, "--format", "json"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seconds = time.perf_counter() - start
    return seconds, spent() - before, json.loads(done.stdout)


if __name__ == "__main__":
    renew(section())
