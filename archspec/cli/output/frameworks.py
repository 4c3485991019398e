"""The report of ``backends``: installed frameworks, commands for the others, refusals."""

from collections.abc import Mapping
from importlib.metadata import packages_distributions, version
from importlib.util import find_spec

from archspec.backends import MODULES, dialect
from archspec.backends.contract.install import install_of
from archspec.backends.contract.refusals import Refusal
from archspec.ops import OPS, Activation
from archspec.view.tables import grid


def describe_backends() -> str:
    """The table of backends, the commands that install missing ones, and the refusals."""
    installed = packages_distributions()
    versions = {
        name: _version(module, installed.get(module, []))
        for name, module in MODULES.items()
    }
    rows = [(name, MODULES[name], found or "no") for name, found in versions.items()]
    table = grid(("backend", "module", "installed"), rows)
    return "\n".join([table, *to_install(versions), *_compat(), *_refusals()]) + "\n"


def _version(module: str, distributions: list[str]) -> str:
    """The version of a framework, without importing it; empty if it is not installed."""
    if distributions:
        return version(distributions[0])
    return "" if find_spec(module) is None else "yes, of unknown version"


def to_install(versions: Mapping[str, str]) -> list[str]:
    """The commands that install each framework without a version."""
    lines: list[str] = []
    for backend in (name for name, found in versions.items() if not found):
        commands = install_of(backend).commands()
        lines += [f"To install {backend} into this interpreter:"]
        lines += [*(f"  {command}" for command in commands), ""]
    return lines


def _compat() -> list[str]:
    lines = [
        f"Before it imports {module}, archspec.compat {install_of(backend).compat}."
        for backend, module in MODULES.items()
        if install_of(backend).compat
    ]
    return [*lines, ""]


def _refusals() -> list[str]:
    every = {
        op.NAME for op in OPS if op is not Activation
    }  # Activation is another name
    lines: list[str] = []
    for backend in MODULES:
        missing = every - {op.NAME for op in dialect(backend).rows}
        if missing:
            lines.append(f"{backend} does not have {', '.join(sorted(missing))}.")
    said = lines or ["Every backend supports every operator."]
    forms = [f"  {refusal.value}" for refusal in Refusal]
    return [*said, "No backend supports:", *forms]
