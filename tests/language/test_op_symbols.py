"""The rules of operators on symbols agree with those on numbers."""

import math
import random
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from archspec.expr import Const, Expr, Name, evaluate, lift
from archspec.ops import Op, OpError, known, spell
from archspec.ops.base import quotient, real, whole
from archspec.ops.conv import Conv, ConvTranspose
from archspec.ops.pool import MaxPool
from archspec.record import fields, replace
from tests.language.test_ops import BY_HAND
from tests.wording import Wording

pytestmark = pytest.mark.quick


def symbols_of(value: Any, env: dict[str, Any], fresh: Iterator[int]) -> Any:
    """``value`` with a name, bound in ``env``, in place of every whole number."""
    if isinstance(value, tuple):
        return tuple(symbols_of(item, env, fresh) for item in value)
    if type(value) is int or value in ("floor", "ceil"):
        name = f"n{next(fresh)}"
        env[name] = value
        return Name(name)
    return value


def symbolic(op: Op, env: dict[str, Any], fresh: Iterator[int]) -> Op:
    # Axes decide what is printed, so they are never symbols.
    names = [name for name in fields(type(op)) if name not in ("axis", "order", "over")]
    given = {name: getattr(op, name) for name in names}
    changes = {name: symbols_of(value, env, fresh) for name, value in given.items()}
    return replace(op, **changes)


def random_ops(seed: int) -> Iterator[tuple[Op, Any]]:
    """Windows of every geometry that the operators accept."""
    draw = random.Random(seed)

    def pair(low: int, high: int) -> Any:
        return draw.randint(low, high), draw.randint(low, high)

    makers: list[Callable[[], Op]] = [
        lambda: Conv(
            channels=draw.choice([2, 4]),
            kernel=pair(1, 4),
            stride=pair(1, 3),
            padding=(pair(0, 2), pair(0, 2)),
            dilation=pair(1, 2),
            groups=draw.choice([1, 2, "depthwise"]),
        ),
        lambda: ConvTranspose(
            channels=4,
            kernel=pair(1, 4),
            stride=pair(1, 3),
            padding=(pair(0, 2), pair(0, 2)),
            output_padding=pair(0, 1),
            dilation=pair(1, 2),
            groups=draw.choice([1, 2]),
        ),
        lambda: MaxPool(
            kernel=pair(1, 4),
            stride=draw.choice([None, pair(1, 4)]),
            padding=(pair(0, 2), pair(0, 2)),
            rounding=draw.choice(["floor", "ceil"]),
        ),
    ]
    for _ in range(400):
        op, x = draw.choice(makers)(), (4, *pair(1, 12))
        try:
            op.check(x)
        except OpError:
            continue
        yield op, x


def test_symbols_give_the_numbers() -> None:
    cases = [(op, x) for op, x, *_ in BY_HAND] + list(random_ops(0))
    assert len(cases) > 200
    for op, x in cases:
        for of_op, of_x in ((True, True), (True, False), (False, True)):
            env: dict[str, Any] = {}
            fresh = count()
            sym_op = symbolic(op, env, fresh) if of_op else op
            sym_x = symbols_of(x, env, fresh) if of_x else x

            def values(shape: Any, env: dict[str, Any] = env) -> tuple[Any, ...]:
                return tuple(evaluate(lift(size), env) for size in shape)

            assert values(sym_op.output(sym_x)) == op.output(x), (op, x)
            assert all(size > 0 for size in op.output(x)), (op, x)
            tensors = sym_op.tensors(sym_x)
            numbers = op.tensors(x)
            assert list(tensors) == list(numbers)
            for name, tensor in tensors.items():
                want = (*numbers[name].shape, numbers[name].fan_in)
                assert values((*tensor.shape, tensor.fan_in)) == want, (op, x)


def test_ceil_is_pytorchs_rule() -> None:
    for op, x in random_ops(1):
        if not isinstance(op, MaxPool) or op.rounding == "floor":
            continue
        for axis, size in enumerate(op.output(x)[1:]):
            low, high = op.padding[axis]
            kernel, step = whole(op.kernel[axis]), whole(op.step[axis])
            spare = x[axis + 1] + whole(low) + whole(high) - kernel
            want = math.ceil(spare / step) + 1
            if (want - 1) * step >= x[axis + 1] + whole(low):
                want -= 1
            assert size == want


def test_numbers_and_symbols_mix(wording: Wording) -> None:
    assert quotient(7, 2) == 3 and isinstance(quotient(7, 2), int)
    assert quotient(Const(7), 2) == 3
    assert isinstance(quotient(7, Name("n")), Expr)
    assert known(((1, 2), 3)) and not known((1, (Name("n"), 2)))
    with wording.raises(TypeError):
        whole(Name("n"))
    with wording.raises(TypeError):
        real(Name("n"))
    assert spell((Name("c"), 7, 7)) == "(c, 7, 7)" and spell((5,)) == "(5,)"
