"""What ``backends`` tells: what is installed, and what each framework cannot express."""

from importlib.metadata import packages_distributions, version
from importlib.util import find_spec

from archspec.backends import MODULES
from archspec.backends.refusals import Refusal
from archspec.view.tables import grid


def describe_backends() -> str:
    """A table of the backends, and the list of what each refuses."""
    installed = packages_distributions()
    rows = [
        (name, module, _version(module, installed.get(module, [])))
        for name, module in MODULES.items()
    ]
    table = grid(("backend", "module", "installed"), rows)
    return "\n".join([table, "", *_refusals()]) + "\n"


def _version(module: str, distributions: list[str]) -> str:
    """The version of an installed framework, which is not imported for it."""
    if distributions:
        return version(distributions[0])
    return "no" if find_spec(module) is None else "yes, of unknown version"


def _refusals() -> list[str]:
    lines = [f"  {refusal.value}" for refusal in Refusal]
    return ["All backends answer every operator. All refuse:", *lines]
