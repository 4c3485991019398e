"""Damaged specs, each compiled for every backend: ``python -m tests.mutate -n 10000``.

A seed damages a spec of the zoo or of ``tests/cases``, as a text or as a tree. It has to
compile, to Python in every backend, or to be refused with the place of every problem; each
in a process of its own, whose time and memory are bounded.
"""

import argparse
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

import archspec
from archspec.backends import BACKENDS
from archspec.text.problems import CompileError, Problem, render
from archspec.zoo import catalog
from tests.generator.byte_mutations import damaged
from tests.generator.structure_mutations import mutated

CASES = Path(__file__).parent / "cases"
SECONDS = 2  # of a processor, to read and check a spec and to print it four times
PATIENCE = 30.0  # seconds in which a busy machine gives these
MEGABYTES = 500  # of address space, the interpreter's included
GOOD = ("emitted", "refused")


@dataclass(frozen=True)
class Outcome:
    """The result for the spec of one seed; ``text`` names the fault unless it is good."""

    seed: int
    status: str
    text: str
    seconds: float
    megabytes: float


def mutant(seed: int) -> bytes:
    """The damaged spec of a seed: a text for even seeds, a tree for odd ones."""
    random = Random(seed)
    texts = _texts()
    text = random.choice(texts)
    if seed % 2:
        return mutated(text.decode(), random).encode()
    return damaged(text, texts, random)


@cache
def _texts() -> list[bytes]:
    paths = [*sorted(catalog.folder().rglob("*.yaml")), *sorted(CASES.glob("*.yaml"))]
    return [path.read_bytes() for path in paths]


# --- one spec ----------------------------------------------------------------------


def attempt(path: Path) -> tuple[str, str]:
    """Compile a spec for every backend: the status, and the faults of its errors."""
    warnings.simplefilter("error")
    try:
        spec = archspec.load(path)
    except CompileError as error:
        return judged("refused", error.problems)
    problems: list[Problem] = []
    for backend in BACKENDS:
        try:
            compile(spec.emit(backend), backend, "exec")
        except CompileError as error:
            problems += error.problems
    return judged("emitted", problems)


def judged(status: str, problems: Sequence[Problem]) -> tuple[str, str]:
    """The status; "misplaced" if a problem has no position, or steers a terminal."""
    wrong = "\n".join(render(problem) for problem in problems if not is_told(problem))
    return ("misplaced", wrong) if wrong else (status, "")


def is_told(problem: Problem) -> bool:
    """Whether a problem has a line and a column of its file, and can be printed."""
    shown = render(problem)
    span = problem.span
    if span is None or not problem.message or not shown.replace("\n", "").isprintable():
        return False
    inside = 0 <= span.start <= span.end <= len(span.source.text)
    return inside and span.column <= len(span.source.line_text(span.line)) + 1


# --- processes ---------------------------------------------------------------------


def run(seeds: Sequence[int], jobs: int) -> Iterator[Outcome]:
    """The outcomes of the seeds, as they finish; ``jobs`` run at a time."""
    attempt(catalog.folder() / "resnet50.yaml")  # what each process would do again
    waiting = list(reversed(seeds))
    running: dict[int, tuple[int, int]] = {}  # process -> seed, pipe
    with tempfile.TemporaryDirectory() as folder:
        while waiting or running:
            while waiting and len(running) < jobs:
                seed = waiting.pop()
                process, pipe = _start(seed, Path(folder) / f"seed{seed}.yaml")
                running[process] = seed, pipe
            process, code, used = os.wait4(-1, 0)
            seed, pipe = running.pop(process)
            yield _outcome(seed, pipe, code, used)


def _start(seed: int, path: Path) -> tuple[int, int]:
    """A process that compiles the spec of a seed, and the file of its outcome."""
    reading, writing = os.pipe()
    sys.setrecursionlimit(10_000)  # to write what is nested deeply, not to read it
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    try:
        path.write_bytes(mutant(seed))
        sys.setrecursionlimit(1000)
        # What the system does to a process that is beyond these needs no help from it.
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20,) * 2)
        status, text = attempt(path)
    except BaseException:  # whatever it is, it is a finding
        status, text = "crashed", traceback.format_exc()
    lines = [line[:200] for line in text.splitlines()[-30:]]
    os.write(writing, "\n".join([status, *lines]).encode(errors="replace"))
    os._exit(0)


def _outcome(seed: int, pipe: int, code: int, used: resource.struct_rusage) -> Outcome:
    with open(pipe, encoding="utf-8") as file:
        status, _, text = file.read().partition("\n")
    if code:
        status, text = "stopped", signal.strsignal(os.WTERMSIG(code)) or f"code {code}"
    seconds = used.ru_utime + used.ru_stime
    if status in GOOD and seconds > SECONDS:
        status, text = "stopped", "too slow"
    return Outcome(seed, status, text, seconds, used.ru_maxrss / 1024)


# --- the command -------------------------------------------------------------------


def main() -> int:
    """Try the seeds named on the command line, and return 1 if one is not good."""
    options = parse()
    seeds = options.seed or range(options.start, options.start + options.n)
    if options.show:
        for seed in seeds:
            sys.stdout.buffer.write(mutant(seed))
        return 0
    begun = time.perf_counter()
    count = Counter[str]()
    slowest = largest = Outcome(-1, "", "", 0.0, 0.0)
    for outcome in run(seeds, options.jobs):
        count[outcome.status] += 1
        slowest = max(slowest, outcome, key=lambda one: one.seconds)
        largest = max(largest, outcome, key=lambda one: one.megabytes)
        if outcome.status not in GOOD:
            print(f"seed {outcome.seed}: {outcome.status}\n{outcome.text}", flush=True)
    said = ", ".join(f"{number} {status}" for status, number in sorted(count.items()))
    print(f"{len(seeds)} specs: {said}; {time.perf_counter() - begun:.0f} s")
    print(f"slowest: seed {slowest.seed}, {slowest.seconds:.2f} s of a processor")
    print(f"largest: seed {largest.seed}, {largest.megabytes:.0f} MB")
    return int(not count.keys() <= set(GOOD))


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutate", description=__doc__)
    parser.add_argument("-n", type=int, default=1000, help="how many seeds")
    parser.add_argument("--start", type=int, default=0, help="the first of them")
    parser.add_argument("--seed", type=int, action="append", help="this one alone")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time")
    parser.add_argument("--show", action="store_true", help="print the damaged specs")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
