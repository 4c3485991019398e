"""MXNet's ``-symbol.json``: facts about the tensors of a Module checkpoint.

It is read as data. For a batch norm it gives the ``eps``, and whether the scale is
fixed at 1, whatever the weight file contains; for a layer, whether it has a bias.
"""

import json
import os
import re
from pathlib import Path
from typing import Any, cast

from archspec.record import record
from archspec.weights.errors import Malformed, reading_of, refuse

PREFIXES = ("arg:", "aux:")
_LARGEST = 64 * 2**20  # bytes
# By operator: the defaults of eps and fix_gamma; None if there is no such field.
_NORMS: dict[str, tuple[float, bool | None]] = {
    "BatchNorm": (1e-3, True),
    "BatchNorm_v1": (1e-3, True),
    "CuDNNBatchNorm": (1e-3, True),
    "_contrib_SyncBatchNorm": (1e-3, True),
    "_contrib_BatchNormWithReLU": (1e-3, True),
    "InstanceNorm": (1e-3, None),
    "LayerNorm": (1e-5, None),
    "GroupNorm": (1e-5, None),
}
_WORDS = {"true": True, "1": True, "false": False, "0": False}


@record
class Norm:
    """A normalisation of a symbol.

    Attributes:
        name: the name of its node.
        eps: its eps.
        fixed: whether its scale is 1, whatever the file contains.
    """

    name: str
    eps: float
    fixed: bool


@record(eq=False)
class ModuleSymbol:
    """The facts from a symbol.

    Attributes:
        path: the path of its file.
        norms: its norms, by the name of the scale tensor.
        variables: names of all tensors; without statistics in old files.
        bare: names of layers without a bias.
    """

    path: str
    norms: dict[str, Norm]
    variables: set[str]
    bare: set[str]


def beside(path: str) -> str | None:
    """The symbol next to the weights at ``path`` with their name, if any."""
    weights = Path(path)
    prefix = re.sub(r"-\d+$", "", weights.name.removesuffix(".params"))
    for name in (f"{prefix}-symbol.json", f"{prefix}.json"):
        if (found := weights.with_name(name)).is_file():
            return os.fspath(found)
    return None


def read_symbol(path: str) -> ModuleSymbol:
    """The symbol at ``path``. Raises WeightsError if it cannot be read."""
    try:
        with open(path, "rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        refuse(f"cannot read {path!r}: {error.strerror}")
    with reading_of(path):
        return _symbol(path, _nodes(data))


def _nodes(data: bytes) -> list[dict[str, Any]]:
    if len(data) > _LARGEST:
        raise Malformed("it is too large for a symbol")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise Malformed("it is not JSON") from None
    held = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    nodes = held.get("nodes")
    if not isinstance(nodes, list) or not all(map(_is_node, cast("list[Any]", nodes))):
        raise Malformed("it is not a symbol of MXNet")
    return cast("list[dict[str, Any]]", nodes)


def _is_node(node: Any) -> bool:
    match node:
        case {"op": str(), "name": str()}:
            return True
        case _:
            return False


def _symbol(path: str, nodes: list[dict[str, Any]]) -> ModuleSymbol:
    symbol = ModuleSymbol(path, {}, set(), set())
    for node in nodes:
        op, name = cast("tuple[str, str]", (node["op"], node["name"]))
        attributes = _attributes(node)
        if op == "null":
            symbol.variables.add(name)
        elif op in _NORMS:
            norm = _norm(op, name, attributes)
            scale = _scale(nodes, node)
            first = symbol.norms.setdefault(scale, norm)
            if (first.eps, first.fixed) != (norm.eps, norm.fixed):
                raise Malformed(f"two of its layers use the scale {scale!r}")
        elif _flag(name, attributes, "no_bias", op == "Deconvolution"):
            symbol.bare.add(name)
    return symbol


def _norm(op: str, name: str, attributes: dict[str, str]) -> Norm:
    eps, fixed = _NORMS[op]
    text = attributes.get("eps", "")
    try:
        eps = float(text) if text else eps
    except ValueError:
        raise Malformed(f"the eps of {name!r} is not a number") from None
    if fixed is not None:
        fixed = _flag(name, attributes, "fix_gamma", fixed)
    return Norm(name, eps, bool(fixed))


def _flag(name: str, attributes: dict[str, str], key: str, default: bool) -> bool:
    word = attributes.get(key, str(default)).lower()
    if word not in _WORDS:
        raise Malformed(f"{key} of {name!r} is neither True nor False")
    return _WORDS[word]


def _attributes(node: dict[str, Any]) -> dict[str, str]:
    """The attributes of a node: ``attrs`` since mxnet 1.0, earlier ``attr`` or
    ``param``.
    """
    found: dict[str, str] = {}
    for spelling in ("param", "attr", "attrs"):
        given = node.get(spelling)
        if isinstance(given, dict):
            items = cast("dict[str, Any]", given)
            plain = (str, int, float)
            found |= {k: str(v) for k, v in items.items() if isinstance(v, plain)}
    return found


def _scale(nodes: list[dict[str, Any]], node: dict[str, Any]) -> str:
    """The name of the scale that a norm reads, its second input."""
    match node.get("inputs"):
        case [_, [int(index), *_], *_] if 0 <= index < len(nodes):
            return str(nodes[index]["name"])
        case _:
            raise Malformed(f"{node['name']!r} has no input that is its scale")
