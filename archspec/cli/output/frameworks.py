"""The report of ``backends``: installed frameworks, commands for the others, refusals."""

from collections.abc import Mapping, Sequence
from importlib.metadata import packages_distributions, version
from importlib.util import find_spec

from archspec.backends import (
    PARTS,
    Backend,
    dialect,
    every_backend,
    has_part,
)
from archspec.backends.contract.facts.install import install_of
from archspec.backends.contract.refusals import Refusal
from archspec.backends.contract.support import missing, refused
from archspec.view.tables import grid


def describe_backends() -> str:
    """The table of backends, the commands that install missing ones, and the refusals."""
    backends, broken = every_backend()
    distributions = packages_distributions()
    versions = {
        backend.name: _version(backend.module, distributions.get(backend.module, []))
        for backend in backends
    }
    rows = [
        (backend.name, backend.module, versions[backend.name] or "no")
        for backend in backends
    ]
    table = grid(("backend", "module", "installed"), rows)
    lines = [
        *to_install(versions),
        *_compat(backends),
        *_experimental(backends),
        *broken,
        *_refusals(backends),
    ]
    return "\n".join([table, *lines]) + "\n"


def _version(module: str, distributions: list[str]) -> str:
    """The version of a framework, without importing it; empty if it is not installed."""
    if distributions:
        return version(distributions[0])
    return "" if find_spec(module) is None else "yes, of unknown version"


def to_install(versions: Mapping[str, str]) -> list[str]:
    """The commands that install each framework without a version."""
    lines: list[str] = []
    absent = (name for name, found in versions.items() if not found)
    for backend in (name for name in absent if has_part(name, "install")):
        commands = install_of(backend).commands()
        lines += [f"To install {backend} into this interpreter:"]
        lines += [*(f"  {command}" for command in commands), ""]
    return lines


def _compat(backends: Sequence[Backend]) -> list[str]:
    known = [one for one in backends if has_part(one.name, "install")]
    lines = [
        f"Before it imports {one.module}, archspec.compat {install_of(one.name).compat}."
        for one in known
        if install_of(one.name).compat
    ]
    return [*lines, ""]


def _experimental(backends: Sequence[Backend]) -> list[str]:
    """The backends that ``all`` leaves out, and the parts that they lack."""
    lines: list[str] = []
    for name in (one.name for one in backends if one.state == "experimental"):
        lacking = ", ".join(part for part in PARTS if not has_part(name, part))
        lines.append(f"{name} is experimental" + (f": no {lacking}" if lacking else ""))
    return lines


def _refusals(backends: Sequence[Backend]) -> list[str]:
    lines: list[str] = []
    for name in (one.name for one in backends if has_part(one.name, "rows")):
        table = dialect(name)
        if lacking := missing(table):
            lines.append(f"{name} does not have {', '.join(lacking)}.")
        for op, reasons in refused(table).items():
            lines.append(f"{name} cannot express every {op}: {'; '.join(reasons)}.")
    said = lines or ["Every backend supports every operator."]
    forms = [f"  {refusal.value}" for refusal in Refusal]
    return [*said, "No backend supports:", *forms]
