"""The random specs that every run of the suite proves; ``python -m tests.generator.fixed_seeds``.

They were chosen so that together they have all of `wanted`. Where the generator or the
language changes, the command chooses anew.
"""

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from pathlib import Path

from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.text.problems import CompileError
from tests.generator.features import features, wanted
from tests.generator.random_specs import spec_of
from tests.generator.strategies import spec_of_seed

COUNT = 126
FROM = 3000  # seeds to choose from, and more until each form is among them
MOST = 15_000
ROUND = 100  # seeds at a time
LARGEST = 40  # nodes, so that a proof takes a second
TWICE = 2  # how often a form is wanted, where the seeds have it that often

FILE = Path(__file__).with_suffix(".txt")
SEEDS = tuple(map(int, FILE.read_text().split()))


def choose() -> list[int]:
    """The seeds that add most forms until none is missing, then more with rare ones."""
    known = _known()
    chosen: list[int] = []
    have: Counter[str] = Counter()
    for often in range(1, TWICE + 1):
        while len(chosen) < COUNT or often == 1:
            missing = {form for form in wanted() if have[form] < often}
            best = max(known, key=lambda seed: len(known[seed] & missing))
            if not known[best] & missing:
                break
            found = known.pop(best)
            if emits(spec_of(spec_of_seed(best))):
                chosen.append(best)
                have.update(found)
    if missing := wanted() - have.keys():
        raise SystemExit(f"no seed below {MOST} has {sorted(missing)}")
    return sorted(chosen)


def _known() -> dict[int, set[str]]:
    """The forms of the first seeds, of which there are enough for each form."""
    known: dict[int, set[str]] = {}
    with ProcessPoolExecutor() as pool:
        for first in range(0, MOST, ROUND):
            seeds = range(first, first + ROUND)
            found = zip(seeds, pool.map(_forms, seeds, chunksize=5), strict=True)
            known |= {seed: forms for seed, forms in found if forms}
            have = Counter(chain.from_iterable(known.values()))
            left = [form for form in wanted() if have[form] <= TWICE]
            done = f"{first + ROUND} seeds: {len(left)} forms are rare"
            print(done, file=sys.stderr, flush=True)
            enough = first + ROUND >= FROM and all(have[form] for form in left)
            if not left or enough:
                break
    return known


def _forms(seed: int) -> set[str]:
    """The forms of a seed; none if its network is large, or refused."""
    text = spec_of_seed(seed)
    try:
        spec = spec_of(text)
    except CompileError:
        return set()
    small = len(spec.graph.nodes) <= LARGEST
    return features(text, spec.network) if small else set()


def emits(spec: Spec) -> bool:
    """Whether every backend has code for a spec."""
    try:
        for backend in BACKENDS:
            spec.emit(backend)
    except CompileError:
        return False
    return True


if __name__ == "__main__":
    chosen = [str(seed) for seed in choose()]
    rows = (chosen[first : first + 10] for first in range(0, len(chosen), 10))
    FILE.write_text("".join(f"{' '.join(row)}\n" for row in rows))
