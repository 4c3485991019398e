"""Times that can be compared on a machine that does other work besides."""

import random
import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

Task = Callable[[], float]  # does its work once; gives its seconds of processor time
T = TypeVar("T")


def interleaved(
    tasks: Mapping[str, Callable[[], T]],
    rounds: int,
    order: random.Random | None = None,
) -> dict[str, list[T]]:
    """What every task gives in every round: its seconds.

    A round runs the tasks one after the other, so that what slows the machine down slows
    them all, in an order that ``order`` draws if there is one; one round before the first
    is not counted.
    """
    taken: dict[str, list[T]] = {name: [] for name in tasks}
    names = list(tasks)
    for number in range(rounds + 1):
        if order:
            order.shuffle(names)
        for name in names:
            seconds = tasks[name]()
            if number:
                taken[name].append(seconds)
    return taken


def ratio(times: Sequence[float], others: Sequence[float]) -> float:
    """How many times as long as the others: the median over the rounds."""
    return statistics.median(ratios(times, others))


def ratios(times: Sequence[float], others: Sequence[float]) -> list[float]:
    """How many times as long as the others, round by round."""
    return [time / other for time, other in zip(times, others, strict=True)]


def milliseconds(times: Sequence[float]) -> str:
    """The median, in milliseconds."""
    return f"{1000 * statistics.median(times):.1f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; all columns but the first are aligned to the right."""
    rule = ["---", *("---:" for _ in head[1:])]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, rule, *rows))
