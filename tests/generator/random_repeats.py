"""Random repeats in repeats, whose inner copies read values of the outer copy around them."""

from copy import deepcopy
from random import Random
from typing import Any

from tests.generator.random_slots import Json, bodies, slots

FORM = "from a value of an outer copy"


def nested(random: Random, spec: Json, number: int) -> Json:
    """A copy of ``spec`` with such a repeat added; ``number`` keeps its names distinct."""
    spec = deepcopy(spec)
    place = random.choice(bodies(spec))
    body = place.holder[place.key]
    group = _group(random, f"n{number}")
    if isinstance(body, list):
        body.insert(random.randrange(len(body) + 1), group)
        return spec
    if isinstance(body, str) or not body or "op" in body:
        return spec  # a single node is a form of its own
    items = list(body.items())
    items.insert(random.randrange(len(items) + 1), (f"n{number}nested", group))
    place.holder[place.key] = dict(items)
    return spec


def _group(random: Random, name: str) -> Json:
    """A repeat in a repeat, or in two of them."""
    inner = {f"{name}own": _node(random, [f"{name}i", f"{name}j"])}
    sources = [f"{name}start", f"{name}own"]
    random.shuffle(sources)
    join = random.choice(("add", "concat"))
    inner[f"{name}both"] = {"op": join, "from": sources}
    group = _repeat(random, inner, f"{name}j")
    if random.random() < 0.2:
        group = _repeat(random, {f"{name}middle": group}, f"{name}k")
    body = {f"{name}start": _node(random, [f"{name}i"]), f"{name}inner": group}
    if random.random() < 0.5:
        body[f"{name}end"] = _node(random, [f"{name}i"])
    return _repeat(random, body, f"{name}i")


def _repeat(random: Random, body: Json, index: str) -> Json:
    times = random.choice((1, 2, 2, 3))
    return {"op": "repeat", "times": times, "index": index, "body": body}


def _node(random: Random, indices: list[str]) -> Any:
    words = ("in_channels", "in_channels", "3", *(f"{index} + 2" for index in indices))
    conv = {"op": "conv", "channels": random.choice(words), "kernel": 1}
    return random.choice(("tanh", {"op": "pad", "padding": 1}, conv, conv, "bn"))


def reads_outer_copies(spec: Json) -> bool:
    """Whether a node in an inner repeat reads a value of the outer copy."""
    for slot in slots(spec):
        node = slot.node
        if isinstance(node, str) or len(slot.around) < 2:
            continue
        source = node.get("from", [])
        read = {source} if isinstance(source, str) else set(map(str, source))
        for repeat in slot.around[:-1]:
            body = repeat["body"]
            if isinstance(body, dict) and "op" not in body and read & body.keys():
                return True
    return False
