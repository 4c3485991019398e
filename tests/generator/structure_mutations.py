"""Specs damaged as trees: well-formed YAML with wrong values."""

import copy
import math
from collections.abc import Callable
from random import Random
from typing import Any

import yaml

from archspec.spec import OPERATORS

Place = tuple[Any, Any]  # a mapping or list, and a key or index of it

WORDS = [
    *("input", "x", "self", "class", "None", "__class__", "__init__", "forward", "F"),
    *("i", "in_channels", "int", "true", "nowhere", "a b", "", "a-b", "\u0430", "0"),
    *('"""', "{{ x }}", "it's\n", "train", "names", "names{i}", "P.0", "*", "bn"),
]
GENTLE = [
    *("max({}, 1)", "{} * 2", "{} + 1", "{} if true else 7", "{} // 1", "[1, {}][1]"),
    *("{} * 4 // 2", "sum([{}, 1])", "{} + i", "{} + in_channels", "abs(-{})", "-{}"),
]
ATOMS = [
    *("0", "1", "2", "3", "-1", "7", "0.5", "64", "9007199254740992", "true", "'same'"),
    *("in_channels", "i", "width", "channels", "stride", "num_classes", "[1, 2]", "[]"),
]
FORMS = [
    *("{} + {}", "{} - {}", "{} * {}", "{} / {}", "{} // {}", "{} % {}", "{} ** {}"),
    *("{} < {}", "{} == {}", "{} in [{}, 1]", "{} and {}", "{} or not {}", "-{}"),
    *("{} if {} else {}", "max({}, {})", "[{}][{}]", "[{}, {}][1:]", "len([{}])"),
    *("round({}, {})", "sum([{}, {}])", "{} * [{}]", "int({})", "f({})", "{}.real"),
]
NUMBERS = [
    *(0, 1, -1, 2, 3, 7, 64, 1000, 0.5, -0.0, 1e-9, 1e300, 2**31, 2**53, 2**53 + 1),
    *(10**9, 10**100, -(10**20), math.inf, -math.inf, math.nan, True, False, None),
]


def mutated(text: str, random: Random) -> str:
    """The spec of ``text`` after one to three mutations of its tree."""
    spec = yaml.safe_load(text)
    for _ in range(random.choice((1, 1, 1, 1, 1, 2, 3))):
        if found := places(spec):
            random.choice(MUTATIONS)(spec, found, random)
    return yaml.dump(
        spec,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=random.choice((None, True, False)),
        width=random.choice((80, 1000)),
    )


class _Dumper(yaml.SafeDumper):
    """Writes anchors for values at several places, and shared leaves in full."""

    def ignore_aliases(self, data: Any) -> bool:
        return not isinstance(data, (dict, list)) or not data


def places(tree: Any) -> list[Place]:
    """Every value of a tree that can move, as its container and its key."""
    found: list[Place] = []
    waiting, seen = [tree], set[int]()
    while waiting:
        holder = waiting.pop()
        if id(holder) in seen or not isinstance(holder, (dict, list)):
            continue
        seen.add(id(holder))
        keys = list(holder if isinstance(holder, dict) else range(len(holder)))
        found += [(holder, key) for key in keys]
        waiting += [holder[key] for key in keys]
    return found


def expression(random: Random, depth: int = 0) -> str:
    """An expression of the language, or nearly one."""
    if random.random() < 0.3 + 0.3 * depth:
        return random.choice(ATOMS)
    form = random.choice(FORMS)
    parts = [expression(random, depth + 1) for _ in range(form.count("{}"))]
    return form.format(*parts)


def value(random: Random) -> Any:
    """A value of any kind."""
    word, number = random.choice(WORDS), random.choice(NUMBERS)
    operator = random.choice(OPERATORS)
    return random.choice(
        [
            *(word, number, number, expression(random), expression(random), operator),
            *([], {}, [number], [number, number], [[number, 1], [2, word]]),
            *({"op": operator}, {"op": "seq", "body": []}, {word: number}),
            *({"from": word}, [operator], {"op": operator, "from": [word, "input"]}),
        ]
    )


def _retype(spec: Any, found: list[Place], random: Random) -> None:
    holder, key = random.choice(found)
    holder[key] = value(random)


def _renumber(spec: Any, found: list[Place], random: Random) -> None:
    numbers = [(h, k) for h, k in found if isinstance(h[k], (int, float))]
    holder, key = random.choice(numbers or found)
    holder[key] = random.choice([*NUMBERS, expression(random), expression(random)])


def _bend(spec: Any, found: list[Place], random: Random) -> None:
    """A number or an expression that may take the place of another."""
    numbers = [(h, k) for h, k in found if type(h[k]) is int]
    if numbers:
        holder, key = random.choice(numbers)
        old = holder[key]
        bent = [old + 1, old - 1, old * 2, old // 2, random.choice(GENTLE).format(old)]
        holder[key] = random.choice(bent)


def _act(spec: Any, found: list[Place], random: Random) -> None:
    """Another operator without fields, or one in a group, a residual or a repeat."""
    bare = [(h, k) for h, k in found if h[k] in OPERATORS and k != "op"]
    if bare:
        holder, key = random.choice(bare)
        name = random.choice(OPERATORS)
        grouped = random.choice(("seq", "repeat", "residual"))
        holder[key] = random.choice(
            [
                *(name, name, {"op": name, "when": expression(random)}),
                {"op": name, "only": random.choice(("train", "inference"))},
                {"op": grouped, "body": [name]}
                | ({"times": 2} if grouped == "repeat" else {}),
            ]
        )


def _swap(spec: Any, found: list[Place], random: Random) -> None:
    (one, a), (two, b) = random.choice(found), random.choice(found)
    # A value goes with all that is in it: two copies keep the tree a tree.
    one[a], two[b] = copy.deepcopy(two[b]), copy.deepcopy(one[a])


def _share(spec: Any, found: list[Place], random: Random) -> None:
    """One value at two places, written as an anchor and an alias."""
    (one, a), (two, b) = random.choice(found), random.choice(found)
    one[a] = two[b]


def _delete(spec: Any, found: list[Place], random: Random) -> None:
    holder, key = random.choice(found)
    del holder[key]


def _rename(spec: Any, found: list[Place], random: Random) -> None:
    holder, key = random.choice(found)
    if isinstance(holder, dict):
        known = [key for _, key in found if isinstance(key, str)]
        name = random.choice([*WORDS, *known, *known])
        items = [(name if old == key else old, held) for old, held in holder.items()]
        holder.clear()
        holder.update(items)


def _double(spec: Any, found: list[Place], random: Random) -> None:
    holder, key = random.choice(found)
    held = copy.deepcopy(holder[key])
    if isinstance(holder, dict):
        holder[f"{key}{random.choice(('2', '_', '', '-b'))}"] = held
    else:
        holder.insert(random.randrange(len(holder) + 1), held)


def _add(spec: Any, found: list[Place], random: Random) -> None:
    """A key of nodes, on a node that may not have it."""
    nodes = [h[k] for h, k in found if isinstance(h[k], dict)]
    if not nodes:
        return
    keys = [key for _, key in found if isinstance(key, str)]
    key = random.choice(["from", "when", "only", "init", "skip", "names", *keys])
    near = random.choice(keys)
    made = random.choice([near, [near, "input"], expression(random), value(random)])
    random.choice(nodes)[key] = made


def _exchange(spec: Any, found: list[Place], random: Random) -> None:
    """Another operator, with the fields of the old one."""
    nodes = [h[k] for h, k in found if isinstance(h[k], dict) and "op" in h[k]]
    blocks = list(spec.get("blocks") or ()) if isinstance(spec, dict) else []
    if nodes:
        random.choice(nodes)["op"] = random.choice([*OPERATORS, *blocks, *blocks])


def _wrap(spec: Any, found: list[Place], random: Random) -> None:
    """A node inside a group, a repeat or a join."""
    holder, key = random.choice(found)
    held = holder[key]
    times = random.choice(
        (0, 1, 3, 1000, 10**9, "i + 1", "in_channels", expression(random))
    )
    holder[key] = random.choice(
        [
            {"op": "seq", "body": held},
            {"op": "repeat", "times": times, "body": held},
            {"op": "repeat", "over": [1, [2, 3]], "as": ["i", "k"], "body": held},
            {"op": "residual", "body": held, "skip": expression(random)},
            {"op": random.choice(("add", "concat", "mul")), "branches": [held, []]},
            {"op": "reuse", "node": key},
            [held, copy.deepcopy(held)],
        ]
    )


def _nest(spec: Any, found: list[Place], random: Random) -> None:
    """A group in a group in a group."""
    holder, key = random.choice(found)
    held = holder[key]
    for _ in range(random.choice((5, 30, 60, 200))):
        held = {"op": "seq", "body": [held]}
    holder[key] = held


MUTATIONS: list[Callable[[Any, list[Place], Random], None]] = [
    *(_bend, _bend, _bend, _bend, _act, _act, _act, _act),
    *(_retype, _retype, _renumber, _renumber, _renumber, _swap, _swap, _share),
    *(_delete, _delete, _rename, _rename, _double, _add, _add, _exchange, _exchange),
    *(_wrap, _wrap, _nest),
]
