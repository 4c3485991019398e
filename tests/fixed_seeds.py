"""The random specs that every run of the suite proves; ``python -m tests.fixed_seeds``.

They were chosen so that together they have all of `WANTED`. Where the generator changes,
the command chooses anew.
"""

from tests.features import WANTED, features
from tests.random_specs import spec_of
from tests.strategies import spec_of_seed

COUNT = 60
FROM = 2000  # seeds to choose from
LARGEST = 40  # nodes, so that a proof takes a second

SEEDS = (
    *range(50),
    *(60, 81, 153, 234, 238, 442, 456, 777, 1721, 1725),
)


def choose() -> list[int]:
    """The seeds that add most, until nothing is missing; then the first ones."""
    known: dict[int, set[str]] = {}
    for seed in range(FROM):
        text = spec_of_seed(seed)
        if len(spec_of(text).graph.nodes) <= LARGEST:
            known[seed] = features(text)
    chosen: list[int] = []
    missing = set(WANTED)
    while missing:
        best = max(known, key=lambda seed: len(known[seed] & missing))
        if not known[best] & missing:
            raise SystemExit(f"no seed below {FROM} has {sorted(missing)}")
        missing -= known[best]
        chosen.append(best)
    rest = (seed for seed in known if seed not in chosen)
    return sorted([*chosen, *(next(rest) for _ in range(COUNT - len(chosen)))])


if __name__ == "__main__":
    print(*choose())
