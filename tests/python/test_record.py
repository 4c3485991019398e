"""Records behave like frozen dataclasses, which cost more to define."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import ClassVar

import pytest

from archspec.record import asdict, field, fields, record, replace

pytestmark = pytest.mark.quick


@record
class Point:
    x: int
    y: int = 0
    UNIT: ClassVar[str] = "px"


@record(kw_only=True)
class Named(Point):
    name: str
    tags: list[str] = field(factory=list[str])


@record(eq=False)
class Node:
    inner: object = None


@record
class Empty:
    pass


def test_arguments() -> None:
    assert (Point(1).x, Point(1).y) == (1, 0)
    assert Point(1, 2) == Point(y=2, x=1)
    made = Named(1, name="a")
    assert (made.x, made.y, made.name, made.tags) == (1, 0, "a", [])
    assert made.tags is not Named(1, name="a").tags
    assert Named(1, name="a", tags=["b"]).tags == ["b"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Point(),  # pyright: ignore
        lambda: Point(1, 2, 3),  # pyright: ignore
        lambda: Point(1, z=3),  # pyright: ignore
        lambda: Named(1, 2, "a"),  # pyright: ignore
    ],
)
def test_wrong_arguments(wrong: Callable[[], object]) -> None:
    for _ in range(2):  # before and after __init__ is compiled
        with pytest.raises(TypeError):
            wrong()


def test_values() -> None:
    assert Point(1) != Point(2) and Point(1) != Named(1, name="a")
    assert len({Point(1), Point(1), Point(2)}) == 2
    nan = float("nan")
    assert Empty() == Empty() and hash(Empty()) == hash(Empty())
    assert replace(Point(1), y=nan) == replace(Point(1), y=nan)
    node = Node()
    assert node == node and node != Node() and hash(node) != hash(Node())


@record
class Checked:
    size: int

    def __post_init__(self) -> None:
        if self.size < 1:
            raise ValueError("too small")


def test_checks() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="too small"):
            Checked(0)
    assert Checked(1).size == 1


def test_plain() -> None:
    inner = Node({"at": Point(1), "all": [Point(2, 3)]})
    assert asdict(inner) == {
        "inner": {"at": {"x": 1, "y": 0}, "all": [{"x": 2, "y": 3}]}
    }
    assert asdict(Node((Empty(), 1))) == {"inner": ({}, 1)}


def test_frozen() -> None:
    point = Point(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="'x'"):
        point.x = 2  # pyright: ignore
    with pytest.raises(dataclasses.FrozenInstanceError, match="'x'"):
        del point.x  # pyright: ignore
    assert point == Point(1)


def test_repr_and_fields() -> None:
    assert repr(Named(1, name="a")) == "Named(x=1, y=0, name='a', tags=[])"
    assert list(fields(Named)) == ["x", "y", "name", "tags"]
    assert Point.__match_args__ == Named.__match_args__ == ("x", "y")  # pyright: ignore


def test_copies() -> None:
    made = Named(1, name="a")
    assert replace(made, x=2, name="b") == Named(2, name="b")
    assert copy.deepcopy(made) == pickle.loads(pickle.dumps(made)) == made


def test_a_plain_subclass_may_have_its_own_init() -> None:
    @record
    class Base:
        value: int

    class Doubled(Base):
        def __init__(self, value: int):
            super().__init__(2 * value)

    assert [Doubled(1).value, Doubled(1).value, Base(1).value] == [2, 2, 1]
