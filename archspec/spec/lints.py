"""The lints: warnings about correct specs that are probably not intended."""

from typing import Annotated, Any, TypeAlias, cast

from pydantic_core import InitErrorDetails

from archspec.spec.faults import collected, details, fault, spell
from archspec.spec.reads import Reads
from archspec.text.problems import suggest

# The warnings of `archspec check`, by the name under which `allow` turns them off.
LINTS: dict[str, str] = {
    "batch-axis": "an input of four sizes that looks like an image with its batch",
    "constant-when": "a `when` that no value of a param or of the input could change",
    "conv-bias": "a bias that the `bn` right after it removes",
    "dropped-rows": "a window that leaves the last rows or columns of its input unread",
    "unread-node": "a node whose value reaches no output, in any mode",
    "unset-init": "weights that each framework initialises in its own way",
}


def unknown_lint(name: str) -> tuple[str, str] | None:
    """Message and help for an unknown lint; None for a known one."""
    if name in LINTS:
        return None
    help = suggest(name, LINTS) or f"lints are: {', '.join(LINTS)}"
    return f"unknown lint {name!r}", help


def _allowed(written: Any) -> list[str]:
    if not isinstance(written, list):
        help = "for example allow: [conv-bias]"
        raise fault(f"expected a list of lints, got {spell(written)}", help)
    errors: list[InitErrorDetails] = []
    names = [str(name) for name in cast(list[Any], written)]
    for place, name in enumerate(names):
        if unknown := unknown_lint(name):
            errors.append(details(fault(*unknown), (place,)))
    if errors:
        raise collected("allow", errors)
    return names


Allowed: TypeAlias = Annotated[
    list[str],
    Reads(_allowed, {"type": "array", "items": {"enum": list(LINTS)}}),
]
