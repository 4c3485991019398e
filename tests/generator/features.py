"""The forms of the language, and those that a random spec has.

All of them are derived: from the JSON Schema, which is made of the models of the file format
and of the operators; from the operators of Python that the parser takes; and by asking the
compiler, which kinds of node may stand where, under which keys. A form that is added to the
language is therefore asked of the generator.
"""

from functools import cache
from typing import Any

import yaml

from archspec.front.extend import OVERRIDES
from archspec.spec import Network
from tests.generator.forms_computed import all_computed, computed
from tests.generator.forms_placed import all_placed, placed
from tests.generator.forms_written import all_written, written
from tests.generator.random_extends import whole
from tests.generator.random_repeats import FORM as OUTER
from tests.generator.random_repeats import reads_outer_copies
from tests.generator.random_specs import spec_of

# Forms of the schema that the compiler refuses wherever they stand, each in a node that has it.
REFUSED: dict[str, Any] = {
    "node.when|value|number": {"op": "relu", "when": 1},
    "op-residual.skip|value|number": {"op": "residual", "body": "relu", "skip": 1},
    "node=upsample": "upsample",
    "node=clamp": "clamp",
    **{
        f"init.bias|word=xavier_{law}": {
            "op": "dense",
            "axis": "last",
            "units": 1,
            "init": {"bias": f"xavier_{law}"},
        }
        for law in ("normal", "uniform")
    },
}


@cache
def wanted() -> frozenset[str]:
    """Every form that some random spec should have."""
    extended = {f"extends with {key}" for key in OVERRIDES}
    found = all_written() | all_placed() | all_computed() | extended | {OUTER}
    return frozenset(found - REFUSED.keys())


def features(text: str, network: Network | None = None) -> set[str]:
    """Those of `wanted` that the spec of ``text`` has, which is ``network``."""
    parts = list(yaml.safe_load_all(text))
    spec = whole(parts)
    found = written(spec) | placed(spec) | computed(network or spec_of(text).network)
    for child in parts[1:]:
        found |= written(child) | {f"extends with {key}" for key in child}
    if reads_outer_copies(spec):
        found.add(OUTER)
    return found & wanted()
