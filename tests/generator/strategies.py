"""Random valid specs, from seeds and as a strategy of hypothesis."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from itertools import chain
from random import Random
from typing import Any

import yaml
from hypothesis import assume
from hypothesis import strategies as st

from tests.generator.random_bodies import Bodies, Callee
from tests.generator.random_changes import Changes
from tests.generator.random_extends import parted
from tests.generator.random_numbers import Chooser, Draw, Names
from tests.generator.random_ranks import computed_sizes, of_other_rank
from tests.generator.random_repeats import nested
from tests.generator.random_slots import Json
from tests.generator.random_specs import APART, graph_of
from tests.generator.random_windows import Fresh, Value
from tests.generator.suitable import is_finite, is_refused, is_small

DEPTH = 3  # groups inside of groups
TRIES = 100  # at a spec that the compiler accepts
CHANGES = 80  # that are tried on a spec


@st.composite
def specs(draw: st.DrawFn) -> str:
    """Texts of specs, which hypothesis can reduce."""
    text = _spec(lambda count: draw(st.integers(0, count - 1)))
    assume(not is_refused(text))
    return text


@cache
def spec_of_seed(seed: int) -> str:
    """The text of one spec, the same in every run."""
    sources = chain([seed], (f"{seed}.{again}" for again in range(1, TRIES)))
    texts = (_spec(Random(source).randrange) for source in sources)
    return next(text for text in texts if not is_refused(text))


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
    computed_sizes(Random(dump(spec)), spec)
    other = of_other_rank(Random(dump(spec)), spec)
    if other is not None and (graph := graph_of(other)) and is_small(graph):
        spec = other
    spec = changed(draw, spec, draw(CHANGES))
    spec = nested_too(Random(dump(spec)), spec)
    parts = parted(draw, spec) if draw(100) >= 92 else [spec]
    return APART.join(map(dump, parts))


def changed(draw: Draw, spec: Json, tries: int) -> Json:
    """``spec`` after up to ``tries`` changes that the compiler accepts."""
    for count in range(tries):
        trial = deepcopy(spec)
        Changes(draw, trial, count).any()
        graph = graph_of(trial)
        if graph is not None and is_small(graph) and is_finite(graph):
            spec = trial
    return spec


def nested_too(random: Random, spec: Json) -> Json:
    """``spec``, in every third case with repeats in repeats that read from each other.

    What is drawn depends on the text alone, so that the rest of a seed's spec does not.
    """
    for number in range(random.choice((0, 0, 8))):
        trial = nested(random, spec, number)
        graph = graph_of(trial)
        if graph is not None and is_small(graph) and is_finite(graph):
            spec = trial
    return spec


def dump(spec: Mapping[str, Any]) -> str:
    """The text of a spec."""
    return yaml.dump(
        spec, Dumper=_Dumper, sort_keys=False, width=1000, allow_unicode=True
    )


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _params(choose: Chooser) -> dict[str, Any]:
    """Params of several types; a type in place of a default makes one required."""
    found: dict[str, Any] = {}
    for number in range(choose.pick(0, 2, 3, 4)):
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
    inputs = 2 if rank == 3 and bodies.chance(35) else 1
    x = Value(rank, "in_channels", "in")
    block: dict[str, Any] = {"params": params, "let": let}
    if inputs == 2:
        block["inputs"] = ["x", "side"]
        bodies.levels[0] |= {"x": x, "side": Value(3, None, "in")}
    if inputs == 1 and bodies.chance(35):
        body, out = bodies.listed(x, 3, DEPTH - 1)
        out = _call_on_twice(bodies, x, body, out)
    else:
        body, out = bodies.mapping(x, 4, DEPTH - 1)
        if inputs == 2:
            out = _read_both(body, out)
    if out.rank == 3 and isinstance(body, dict) and bodies.chance(20):
        body |= {"flatten": "flatten", "fc": {"op": "dense", "units": bodies.number()}}
        out = Value(1)
    block["body"] = body
    values = {"": out}
    named = [name for name in bodies.levels[0] if name in _keys(body)]
    if inputs == 1 and len(named) > 1 and bodies.chance(30):
        first = bodies.pick(*named)
        values = {"p": bodies.levels[0][first], "q": out}
        block["outputs"] = {"p": first, "q": list(body)[-1]}
        if bodies.chance(20):
            block["outputs"]["aux"] = {"from": first, "only": "train"}
    drop_unused(block)
    outputs = {
        key: Value(value.rank, None, "in" if value.space == "in" else Fresh())
        for key, value in values.items()
    }
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
    rank = bodies.pick(3, 3, 3, 3, 3, 3, 1)
    size = [bodies.pick(4, 5, 6, 7) for _ in range(rank - 1)]
    network: dict[str, Any] = {"input": [channels, *size], "params": params, "let": let}
    x = Value(rank, "in_channels", "in")
    if bodies.chance(10):
        network["init"] = {"weight": bodies.pick("he_normal", "lecun_uniform")}
    two = bodies.chance(10)
    if two and (rank == 1 or bodies.chance(30)):
        network["input"] = {"x": [channels, *size], "vector": [3]}
    elif two:
        network["input"] = {"x": [channels, *size], "side": [2, *size]}
        bodies.levels[0] |= {"x": x, "side": Value(3, "2", "in")}
    if not two and bodies.chance(15):
        network["body"], out = bodies.listed(x, 5, DEPTH)
        _call_on_twice(bodies, x, network["body"], out)
    else:
        body, out = bodies.mapping(x, 6, DEPTH)
        for callee in callees:
            if callee.name in _strings(body):
                continue
            if callee.inputs == 2 and out.rank == 3 and body:
                twice = {"from": [list(body)[-1]] * 2}
                body[bodies.child()], out = bodies.call(callee, out, twice)
            if callee not in bodies.fitting(out):
                continue
            if "" in callee.outputs:
                body[bodies.child()], out = bodies.call(callee, out, {})
            else:
                out = bodies.unpacked(callee, out, body)
        if "vector" in network["input"]:
            body["dense"] = {"op": "dense", "units": 3, "from": "vector"}
            network["outputs"] = {"main": list(body)[-2], "second": "dense"}
        elif two:
            out = _read_both(body, out)
        if out.rank == 3 and "outputs" not in network and bodies.chance(40):
            units = bodies.number()
            body |= {"flatten": "flatten", "fc": {"op": "dense", "units": units}}
        if "outputs" not in network and bodies.chance(20):
            named = [name for name in bodies.levels[0] if name in body]
            side = {"from": bodies.pick(*named)}
            if bodies.chance(70):
                side["only"] = bodies.pick("train", "inference")
            network["outputs"] = {"main": list(body)[-1], "other": side}
        network["body"] = body
    drop_unused(network)
    return network


def _call_on_twice(bodies: Bodies, x: Value, body: list[Any], out: Value) -> Value:
    """End a list with calls of two inputs, which can read no name but `input`."""
    for callee in bodies.callees:
        if callee.inputs == 2 and x.rank == 3:
            node, out = bodies.call(callee, x, {"from": ["input", "input"]})
            body.append(node)
    return out


def _keys(body: Any) -> list[str]:
    return list(body) if isinstance(body, dict) else []


def _read_both(body: dict[str, Any], out: Value) -> Value:
    """Add a join to ``body`` if nothing there reads one of its inputs, x and side."""
    first = next(iter(body.values()))
    ahead = isinstance(first, dict) and "from" in first
    words = set(_strings(body))
    if "side" in words and ("x" in words or not ahead):
        return out
    last = list(body)[-1] if out.space == "in" and out.rank == 3 and not ahead else "x"
    body["both"] = {"op": "concat", "from": [last, "side"]}
    return Value(3, None, "in")


def drop_unused(definition: dict[str, Any]) -> None:
    """Remove unread params and local values, which are errors."""
    for key in ("let", "params"):
        values = definition.get(key, {})
        for name in reversed(list(values)):
            rest = [
                definition["body"],
                *(v for k, v in definition.get("let", {}).items() if k != name),
            ]
            if not re.search(rf"\b{name}\b", " ".join(_strings(rest))):
                del values[name]


def _strings(value: Any) -> Iterator[str]:
    """All texts in ``value`` except the keys of mappings."""
    if isinstance(value, str):
        yield value
    if isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)
