"""The source of a network that is loaded already, in one process."""

import time

import archspec
from archspec.backends import BACKENDS
from benchmarks.measure import Task, interleaved, milliseconds, ratio, table
from benchmarks.page import renew

ROUNDS = 25
NETWORKS = ("resnet50", "resnet152", "densenet121", "googlenet", "unet")


def section() -> str:
    """The results, in Markdown."""
    tasks: dict[str, Task] = {}
    for network in NETWORKS:
        spec = archspec.load(f"specs/{network}.yaml")
        tasks |= {f"{network} {name}": emission(spec, name) for name in BACKENDS}
    first = next(iter(tasks))
    taken = interleaved({**tasks, "again": tasks[first]}, ROUNDS)
    rows = [
        (network, *(milliseconds(taken[f"{network} {name}"]) for name in BACKENDS))
        for network in NETWORKS
    ]
    control = ratio(taken["again"], taken[first])
    return f"""## Emit

Milliseconds to emit a network that is already loaded, in {ROUNDS} rounds. The ratio of the
first row to itself: {control:.2f}.

{table(("network", *BACKENDS), rows)}"""


def emission(spec: archspec.Spec, backend: str) -> Task:
    """Emits for a backend."""

    def run() -> float:
        start = time.process_time()
        spec.emit(backend)
        return time.process_time() - start

    return run


if __name__ == "__main__":
    renew(section())
