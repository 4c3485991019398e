"""Finds the state dicts in the content of a file, and selects one of them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, cast

from archspec.record import record
from archspec.weights.errors import Malformed
from archspec.weights.formats.held import Foreign, described, leaf_of

# Keys under which checkpoints store the weights of their network.
USUAL = (
    "state_dict",
    "model_state_dict",
    "model",
    "net",
    "network",
    "module",
    "params",
)
TABLE = "StructuredToParameterName@@"  # of Paddle: structured names to global ones
_DEEPEST, _MOST = 8, 1000  # levels, and dicts, that are searched
_LONGEST = 200  # characters of a key
_LISTED = 20  # keys listed in a message, and state dicts compared
_WORDS = ("_moment1_0", "_moment2_0", "_beta1_pow_acc_0", "_velocity_0")  # of Paddle
_ALONE = "weights need no code: save only the state dict, not the network"
_OPTIMIZER = "it is an optimizer state, not the weights of a network"
_ELSEWHERE = "the weights are in a separate file, in Paddle .pdparams"
_HELP = f"save net.state_dict(), or a dict that has it as {' or '.join(USUAL[:3])}"


@record(eq=False)
class State:
    """A state dict of a file.

    Attributes:
        key: its key, with dots; empty for the whole file.
        items: tensors, and any other items, by name.
        tensors: the number of tensors.
    """

    key: str
    items: Mapping[str, object]
    tensors: int


@record(eq=False)
class ChosenTensors:
    """The selected state dict.

    Attributes:
        state: the state dict.
        others: state dicts with tensors of all its shapes.
        usual: whether its key is one of the usual ones.
    """

    state: State
    others: tuple[str, ...] = ()
    usual: bool = True


def state_dicts(held: object) -> list[State]:
    """The dicts with tensors, outer ones first, without optimizer states."""
    return [state for state in _walk(held) if state.tensors]


def choose(held: object, key: str = "") -> ChosenTensors:
    """The state dict at ``key``, or else the one with the network's weights.

    A key leads into nested dicts, or is the prefix of the names, up to a dot or a
    slash. Raises Malformed if nothing is there, or if there are several and not exactly
    one has one of the ``USUAL`` names.
    """
    if not isinstance(held, (dict, list, tuple)):
        raise Malformed(_no_state(held), _ALONE if isinstance(held, Foreign) else _HELP)
    if not key:
        return _choose(held)
    outer = cast("object", held)
    found = {state.key: state for state in _walk(outer)}
    for head, tail in _splits(key):
        if head not in found and head:
            continue
        inside = found[head].items if head else outer
        if not tail:
            chosen = _choose(inside)
            return _below(head, chosen)
        items = _after(inside, tail)
        if items:
            return ChosenTensors(State(key, items, _tensors(items)))
    return _inside(list(found.values()), key.strip("./"))


def _inside(states: "list[State]", key: str) -> ChosenTensors:
    """The tensors whose names start with ``key``, without it, from the only dict with
    such.
    """
    different: dict[int, State] = {}
    for state in states:
        different.setdefault(id(state.items), state)
    inner = [
        State(f"{state.key}.{key}", items, _tensors(items))
        for state in different.values()
        if (items := _after(state.items, key))
    ]
    if len(inner) == 1:
        return ChosenTensors(inner[0])
    help = _keys(states)
    if inner:
        keys = " or ".join(f"--key {state.key}" for state in inner[:_LISTED])
        help = f"choose one: {keys}"
    raise Malformed(f"it has nothing under {key[:80]!r}", help)


def _below(head: str, chosen: ChosenTensors) -> ChosenTensors:
    state = chosen.state
    if not state.key:
        return ChosenTensors(State(head, state.items, state.tensors))
    others = tuple(f"{head}.{key}" for key in chosen.others)
    inner = State(f"{head}.{state.key}", state.items, state.tensors)
    return ChosenTensors(inner, others, chosen.usual)


def _choose(held: Any) -> ChosenTensors:
    every = list(_walk(held))
    states = [state for state in every if state.tensors]
    if not states:
        states = [
            state
            for state in every
            if not state.items.keys() - {TABLE}
            and state.key.split(".")[-1] in ("", *USUAL)
        ]
    if not states and any(_of_optimizer("", state.items) for state in every[:1]):
        raise Malformed(_OPTIMIZER, _ELSEWHERE)
    if not states:
        raise Malformed(_no_state(held), _HELP)
    # A tensor beside the state dict of a checkpoint is, for example, the best accuracy.
    root, nested = states[0], [state for state in states if state.key]
    if nested and all(root.tensors < state.tensors for state in nested):
        states = nested
    usual = [state for state in states if state.key.split(".")[-1] in USUAL]
    least = min((_depth(state) for state in usual), default=0)
    shallow = [state for state in usual if _depth(state) == least]
    whole = [state for state in states if not state.key]
    found = shallow or whole or states
    if len(found) > 1:
        several = ", ".join(repr(state.key) for state in found[:_LISTED])
        raise Malformed(
            f"it contains {len(found)} state dicts: {several}",
            f"choose one: --key {found[0].key}",
        )
    chosen = found[0]
    if _of_optimizer(chosen.key, chosen.items):
        raise Malformed(_OPTIMIZER, _ELSEWHERE)
    rivals = [state for state in states if state is not chosen][:_LISTED]
    needed = _shapes(chosen) if rivals else Counter[tuple[int, ...]]()
    others = tuple(state.key for state in rivals if not needed - _shapes(state))
    told = bool(chosen.key) and chosen.key.split(".")[-1] not in USUAL[:3]
    return ChosenTensors(chosen, others, not told)


def _depth(state: State) -> int:
    return state.key.count(".")


def _walk(held: object) -> Iterator[State]:
    """The dicts in ``held``, level by level, even if they share or contain each other."""
    children: dict[int, tuple[int, list[tuple[str, object]]]] = {}
    level = [("", held)]
    count = 0
    for _ in range(_DEEPEST):
        following: list[tuple[str, object]] = []
        for key, value in level:
            count += 1
            if count > _MOST:
                return
            if id(value) not in children:
                children[id(value)] = _tensors(value), list(_children(value))
            tensors, inner = children[id(value)]
            if isinstance(value, dict):
                items = cast("dict[Any, object]", value)
                if key and _of_optimizer(key, items):
                    continue
                yield State(key, items, tensors)
            room = _MOST - len(following)
            following += [(f"{key}.{k}" if key else k, v) for k, v in inner[:room]]
        level = following


def _children(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in cast("dict[Any, object]", value).items():
            short = isinstance(key, str) and len(key) <= _LONGEST and key != TABLE
            if short and isinstance(inner, (dict, list)):
                yield key, inner
    elif isinstance(value, (list, tuple)):
        items = cast("list[object]", value)
        for number, inner in enumerate(items[:_MOST]):
            if isinstance(inner, dict):
                yield str(number), inner


def _tensors(value: object) -> int:
    if not isinstance(value, Mapping):
        return 0
    items = cast("Mapping[Any, object]", value)
    return sum(leaf_of(item) is not None for item in items.values())


def _of_optimizer(key: str, items: Mapping[Any, object]) -> bool:
    if "optim" in key.rpartition(".")[2].lower() or "LR_Scheduler" in items:
        return True
    first = next((name for name in items if isinstance(name, str)), "")
    steps = {"t", "epoch"} <= items.keys() and any(
        isinstance(name, str) and name.endswith("/t") for name in items
    )  # of Chainer
    return steps or {"state", "param_groups"} <= items.keys() or first.endswith(_WORDS)


def _shapes(state: State) -> "Counter[tuple[int, ...]]":
    leaves = (leaf_of(value) for value in state.items.values())
    return Counter(_plain(leaf.shape) for leaf in leaves if leaf is not None)


def _plain(shape: object) -> tuple[int, ...]:
    # A hostile file may have, in place of a shape, a value that takes forever to hash.
    sizes = cast("tuple[Any, ...]", shape)
    if isinstance(shape, (tuple, list)) and all(isinstance(n, int) for n in sizes):
        return tuple(sizes)
    return ()


def _splits(key: str) -> Iterator[tuple[str, str]]:
    """The ways to split a key into dicts and a prefix of names in the last one."""
    key = key.strip("./")
    yield key, ""
    for place in range(len(key) - 1, 0, -1):
        if key[place] == ".":
            yield key[:place], key[place + 1 :]
    yield "", key


def _after(held: Any, prefix: str) -> dict[str, object]:
    if not isinstance(held, dict):
        return {}
    items = cast("dict[Any, object]", held)
    return {
        name[len(prefix) + 1 :]: value
        for name, value in items.items()
        if isinstance(name, str) and name.startswith((f"{prefix}.", f"{prefix}/"))
    }


def _keys(states: "list[State]") -> str:
    known = [state.key for state in states if state.key and state.tensors]
    return f"its keys are {', '.join(known[:_LISTED])}" if known else ""


def _no_state(held: object) -> str:
    """The error that names the content in place of a state dict."""
    if isinstance(held, Foreign):
        return f"it contains no state dict, but {held.phrase}"
    if isinstance(held, dict):
        for key, value in cast("dict[Any, object]", held).items():
            if isinstance(value, Foreign) and isinstance(key, str):
                return (
                    f"it contains no state dict; {key[:80]!r} in it is {value.phrase}"
                )
        return "it contains no state dict: none of its dicts has tensors"
    return f"it contains no state dict, but {described(held)}"
