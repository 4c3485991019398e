"""Random specs, all of them valid: from seeds, and as a strategy of hypothesis."""

import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.random_bodies import Bodies, Callee
from tests.random_numbers import Chooser, Draw, Names
from tests.random_operators import Fresh, Value

DEPTH = 3  # groups inside of groups


@st.composite
def specs(draw: st.DrawFn) -> str:
    """Texts of specs, which hypothesis can make smaller."""
    return _spec(lambda count: draw(st.integers(0, count - 1)))


def spec_of_seed(seed: int) -> str:
    """The text of one spec, the same in every run."""
    return _spec(Random(seed).randrange)


def _spec(draw: Draw) -> str:
    """Up to three blocks, and a network that calls them."""
    blocks: dict[str, Any] = {}
    callees: list[Callee] = []
    for number in range(draw(4)):
        name = f"Block{number}"
        blocks[name], callee = _block(draw, name, callees)
        callees.append(callee)
    network = _network(draw, callees)
    for name in reversed(list(blocks)):
        if name not in _strings([network, *blocks.values()]):
            del blocks[name]
    spec = {"archspec": 1, "name": "Net", **network, "blocks": blocks}
    return yaml.dump(spec, Dumper=_Dumper, sort_keys=False, width=1000)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _params(choose: Chooser) -> dict[str, Any]:
    """Params of several types; a type in place of a default means required."""
    found: dict[str, Any] = {}
    for number in range(choose.pick(0, 1, 2, 3)):
        default = choose.pick(3, 4, True, False, 0.5, [2, 4], "tanh", "int", "bool")
        found[f"p{number}"] = default
    return found


def _names(params: Mapping[str, Any]) -> Names:
    names = Names(["in_channels"])
    for name, default in params.items():
        match default:
            case bool() | "bool":
                names.flags.append(name)
            case int() | "int":
                names.ints.append(name)
            case float():
                names.floats.append(name)
            case list():
                names.lists.append(name)
            case _:
                names.words.append(name)
    return names


def _let(choose: Chooser) -> dict[str, Any]:
    """Local values, each of which may read those before it."""
    found: dict[str, Any] = {}
    if choose.chance(30):
        found["middle"] = choose.number()
        choose.names.ints.append("middle")
    if choose.chance(20):
        found["wide"] = choose.condition()
        choose.names.flags.append("wide")
    if choose.chance(20):
        found["pair"] = f"[{choose.number()}, {choose.number()}]"
        choose.names.lists.append("pair")
    return found


def _block(
    draw: Draw, name: str, callees: list[Callee]
) -> tuple[dict[str, Any], Callee]:
    params = _params(Chooser(draw, Names(["in_channels"])))
    bodies = Bodies(draw, _names(params), callees)
    let = _let(bodies)
    rank = bodies.pick(3, 3, 3, 1, 0)
    inputs = 2 if rank == 3 and bodies.chance(25) else 1
    x = Value(rank, "in_channels", "in")
    block: dict[str, Any] = {"params": params, "let": let}
    if inputs == 2:
        block["inputs"] = ["x", "side"]
        bodies.levels[0] |= {"x": x, "side": Value(3, None, "in")}
    if inputs == 1 and bodies.chance(35):
        body, out = bodies.listed(x, 3, DEPTH - 1)
    else:
        body, out = bodies.mapping(x, 4, DEPTH - 1)
        if inputs == 2 and "side" not in str(body):
            body["both"] = {"op": "concat", "from": ["x", "side"]}
            out = Value(3, None, "in")
    if out.rank == 3 and isinstance(body, dict) and bodies.chance(20):
        body |= {"flatten": "flatten", "fc": {"op": "dense", "units": bodies.number()}}
        out = Value(1)
    block["body"] = body
    _drop_unused(block)
    space = "in" if out.space == "in" else Fresh()
    outputs = {"": Value(out.rank, None, space)}
    return block, Callee(name, block["params"], inputs, rank, outputs)


def _network(draw: Draw, callees: list[Callee]) -> dict[str, Any]:
    params = _params(Chooser(draw, Names(["in_channels"])))
    params = {
        name: {"int": 2, "bool": True}.get(str(v), v) for name, v in params.items()
    }
    bodies = Bodies(draw, _names(params), callees)
    let = _let(bodies)
    bodies.growing = True
    channels = bodies.pick(1, 2, 3, 4)
    size = [bodies.pick(4, 5, 6, 7) for _ in range(2)]
    network: dict[str, Any] = {"input": [channels, *size], "params": params, "let": let}
    x = Value(3, "in_channels", "in")
    if bodies.chance(15):
        network["body"], _ = bodies.listed(x, 5, DEPTH)
    else:
        body, out = bodies.mapping(x, 6, DEPTH)
        for callee in callees:
            fits = callee.inputs == 1 and callee.rank in (0, out.rank)
            if fits and callee.name not in _strings(body):
                body[bodies.child()], out = bodies.call(callee, out, {})
        if out.rank == 3 and bodies.chance(40):
            units = bodies.number()
            body |= {"flatten": "flatten", "fc": {"op": "dense", "units": units}}
        if bodies.chance(20):
            names = list(body)
            side = {
                "from": bodies.pick(*names),
                "only": bodies.pick("train", "inference"),
            }
            network["outputs"] = {"main": names[-1], "side": side}
        network["body"] = body
    _drop_unused(network)
    return network


def _drop_unused(definition: dict[str, Any]) -> None:
    """Leave out params and local values that nothing reads, which are errors."""
    for key in ("let", "params"):
        values = definition[key]
        for name in reversed(list(values)):
            rest = [
                definition["body"],
                *(v for k, v in definition["let"].items() if k != name),
            ]
            if not re.search(rf"\b{name}\b", " ".join(_strings(rest))):
                del values[name]


def _strings(value: Any) -> Iterator[str]:
    """All text in ``value`` but the keys of mappings."""
    if isinstance(value, str):
        yield value
    if isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)
