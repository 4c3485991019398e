"""Proves networks at level train in every framework, and writes docs/matrix.md.

Each family of the zoo and each network of tutorials is proved as it is, never a smaller
one; only its input is small where the network allows it.
"""

import argparse
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import archspec
from archspec.backends import BACKENDS
from archspec.proof.few import refuse_few_values
from archspec.proof.options import Options
from archspec.proof.report import BackendReport, Report
from archspec.proof.specs import verify
from archspec.proof.workers import Workers
from archspec.text.problems import CompileError
from tests.networks import FAMILIES, ROOT, SMALL

REPORT = ROOT / "docs/matrix.md"
BATCHES = (2, 8)  # the larger where a batch norm would see too few values per channel
TIMEOUT = 3600.0
HEAD = f"""# Matrix

Written by `make matrix`, row by row: families of the zoo, and networks of tutorials, proved
at level train in every framework, with random weights in float64. What has no row here has
not been proved at this level since the page was begun. The networks are whole;
their inputs are small where that is possible, in batches of {BATCHES[0]}, or {BATCHES[1]} where a batch norm
needs them. The numbers are the largest relative errors of any node's output (at most
1e-9), of any gradient (at most 1e-7), and of any tensor after two steps of training.

"""
COLUMNS = ("network", "input", *BACKENDS)


def paths(names: list[str]) -> Iterator[Path]:
    """The specs with these names, or all."""
    zoo = [ROOT / f"specs/{name}.yaml" for name in FAMILIES]
    for path in (*zoo, *sorted(ROOT.glob("specs/tutorials/*.yaml"))):
        if not names or path.stem in names:
            yield path


def prove(path: Path) -> Report:
    """The proof of one network; its frameworks run in processes of their own."""
    spec = archspec.load(path, input=SMALL.get(path.stem))
    batch = next(size for size in BATCHES if enough(spec, size))
    with Workers(Options(level="train", batch=batch, timeout=TIMEOUT)) as workers:
        return verify(spec, workers, list(BACKENDS))


def enough(spec: archspec.Spec, batch: int) -> bool:
    """Whether every batch norm sees enough values."""
    try:
        refuse_few_values(spec.network, spec.graph, batch)
    except CompileError:
        return False
    return True


def cell(found: BackendReport) -> str:
    """What was measured of one framework."""
    if found.status != "ok":
        return found.status
    worst = [one.worst for one in found.levels if one.worst is not None]
    return " ".join(f"{error:.0e}" for error in worst)


def row(name: str, report: Report) -> str:
    """A line of the table."""
    shapes = ((report.batch, *shape) for shape in report.inputs.values())
    inputs = ", ".join(" x ".join(map(str, shape)) for shape in shapes)
    cells = [name, inputs, *map(cell, report.backends)]
    return f"| {' | '.join(cells)} |"


def write(rows: dict[str, str]) -> None:
    """Put ``rows`` into the page; those of other networks stay."""
    old = REPORT.read_text() if REPORT.exists() else ""
    kept = {name: line for line, name in re.findall(r"(?m)^(\| (\w+) \| \d.*)$", old)}
    kept |= rows
    lines = [kept[path.stem] for path in paths([]) if path.stem in kept]
    head = f"| {' | '.join(COLUMNS)} |\n|---|---|{'--:|' * len(BACKENDS)}\n"
    REPORT.write_text(HEAD + head + "\n".join(lines) + "\n")


def main() -> int:
    """0 when all that were asked for are proved in all frameworks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="of specs; all if there are none")
    wrong = 0
    for path in paths(parser.parse_args().names):
        start = time.perf_counter()
        report = prove(path)
        wrong += not report.ok
        seconds = time.perf_counter() - start
        print(f"{row(path.stem, report)} {seconds:.0f} s", flush=True)
        for one in report.backends:
            for finding in one.findings:
                print(f"  {one.backend}: {finding.node}: {finding.message}", flush=True)
        if report.ok:
            write({path.stem: row(path.stem, report)})
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
