"""Pages of docs/ with a row per network, each of which can be renewed alone."""

import platform
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import (
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    as_completed,
)
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Report:
    """A page: where it is, what it says, and the names of all its rows in order.

    Attributes:
        text: Stands above the table.
        columns: Heads of the table, after the name and before the date.
        packages: What the results depend on. Rows are kept while its versions stay.
        cells: Of a result that passed, what its row says below ``columns``.
    """

    path: Path
    title: str
    text: str
    columns: Sequence[str]
    names: Sequence[str]
    packages: Sequence[str]
    cells: Callable[[Any], Sequence[str]]

    def renew(self, new: Mapping[str, str | None]) -> None:
        """Write the page with ``new`` rows; a network that failed has none."""
        rows = {**self._kept(), **new}
        found = [row for name in self.names if (row := rows.get(name))]
        lines = [
            f"# {self.title}",
            "",
            f"{len(found)} networks. {self._versions()}",
            "",
            *self.text.splitlines(),
            "",
            f"| network | {' | '.join(self.columns)} | date |",
            f"|---|{'--:|' * len(self.columns)}---|",
            *found,
        ]
        self.path.write_text("\n".join(lines) + "\n")

    def row(self, result: Any) -> str | None:
        """The line of ``result``; None when it failed."""
        if result.faults:
            return None
        cells = [result.name, *self.cells(result), f"{date.today():%Y-%m-%d}"]
        return f"| {' | '.join(cells)} |"

    def _kept(self) -> dict[str, str]:
        text = self.path.read_text() if self.path.exists() else ""
        return rows(self.path) if self._versions() in text else {}

    def _versions(self) -> str:
        found = ", ".join(f"{name} {version(name)}" for name in self.packages)
        return f"Python {platform.python_version()}, {found}."


def rows(path: Path) -> dict[str, str]:
    """The rows of the table in ``path``, by their names."""
    lines = path.read_text().splitlines()
    head = next((n for n, line in enumerate(lines) if line.startswith("|---")), -1)
    return {line.split(" | ")[0].removeprefix("| "): line for line in lines[head + 1 :]}


def apart(
    run: Callable[[Any], Any], todo: Sequence[Any], processes: int
) -> Iterator[Any]:
    """The results of ``run`` as they come, each from a process of its own.

    Raises:
        BrokenProcessPool: a process died, perhaps for want of memory.
    """
    with ThreadPoolExecutor(processes) as threads:
        jobs = [threads.submit(_alone, run, one) for one in todo]
        try:
            for job in as_completed(jobs):
                yield job.result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)


def _alone(run: Callable[[Any], Any], one: Any) -> Any:
    # A pool of one, since a larger one whose processes are renewed hangs if one dies.
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(run, one).result()


def main(
    report: Report, results: Callable[[Sequence[str], int], Iterable[Any]], doc: str
) -> int:
    """Run all networks or those a pattern matches; 0 when every one agrees.

    ``results`` runs the networks of the names it is given in so many processes. The
    page is written after each, so that what was found is not lost when the rest is
    stopped.
    """
    parser = ArgumentParser(description=doc)
    parser.add_argument("patterns", nargs="*", help="names of networks, as 'resnet*'")
    parser.add_argument("-j", "--processes", type=int, default=2)
    given = parser.parse_args()
    patterns = given.patterns or ["*"]
    names = [n for n in report.names if any(fnmatchcase(n, p) for p in patterns)]
    if not names:
        sys.exit(f"no network matches {', '.join(map(repr, patterns))}")
    new: dict[str, str | None] = {}
    for result in results(names, given.processes):
        new[result.name] = report.row(result)
        report.renew(new)
        state = "; ".join(result.faults) or "ok"
        print(
            f"[{len(new)}/{len(names)}] {result.name}: {state} "
            f"({result.seconds:.0f} s)",
            flush=True,
        )
    failed = sum(row is None for row in new.values())
    print(f"{len(new) - failed} passed, {failed} failed")
    return int(failed > 0)
