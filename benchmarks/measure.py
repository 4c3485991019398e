"""Times that can be compared on a machine that does other work besides."""

import statistics
from collections.abc import Callable, Mapping, Sequence

Task = Callable[[], float]  # does its work once; gives its seconds of processor time


def interleaved(tasks: Mapping[str, Task], rounds: int) -> dict[str, list[float]]:
    """The seconds of every task in every round.

    A round runs the tasks one after the other, so that what slows the machine down slows
    them all; one round before the first is not counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(rounds + 1):
        for name, task in tasks.items():
            seconds = task()
            if number:
                taken[name].append(seconds)
    return taken


def ratio(times: Sequence[float], others: Sequence[float]) -> float:
    """How many times as long as the others: the median over the rounds."""
    pairs = zip(times, others, strict=True)
    return statistics.median(time / other for time, other in pairs)


def milliseconds(times: Sequence[float]) -> str:
    """The median, in milliseconds."""
    return f"{1000 * statistics.median(times):.1f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; all columns but the first are aligned to the right."""
    rule = ["---", *("---:" for _ in head[1:])]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, rule, *rows))
