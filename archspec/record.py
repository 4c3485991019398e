"""Records: dataclasses that cost almost nothing to define.

``dataclasses`` generates and compiles six methods for every class on import, which took
most of the time of ``archspec emit``. Records share their methods, and compile
``__init__`` for the first instance.
"""

from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError
from inspect import get_annotations
from operator import attrgetter
from typing import Any, ClassVar, NamedTuple, TypeVar, get_origin, overload

from typing_extensions import dataclass_transform

T = TypeVar("T")
NEEDED: Any = object()  # the default of a field without one


class Declared(NamedTuple):
    """A field as declared in the class."""

    type: Any
    default: Any
    kw_only: bool


class _Factory(NamedTuple):
    make: Callable[[], Any]


def field(*, factory: Callable[[], T]) -> T:
    """A field with a new default for every record."""
    default: Any = _Factory(factory)
    return default


@overload
def record(cls: type[T], /) -> type[T]: ...
@overload
def record(
    *, frozen: bool = True, eq: bool = True, kw_only: bool = False
) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(
    cls: type[T] | None = None,
    /,
    *,
    frozen: bool = True,
    eq: bool = True,
    kw_only: bool = False,
) -> Any:
    """Give a class the ``__init__``, ``==``, hash and repr of a dataclass.

    Args:
        frozen: the fields cannot be assigned to.
        eq: compare and hash by value; otherwise an instance equals only itself.
        kw_only: ``__init__`` takes the fields that this class adds as keywords only.
    """
    if cls is None:
        return lambda cls: _record(cls, frozen, eq, kw_only)  # pyright: ignore
    return _record(cls, frozen, eq, kw_only)


def fields(cls: type) -> dict[str, Declared]:
    """The fields of a record, those of its bases first."""
    return getattr(cls, "__fields__", {})


def replace(item: T, **changes: Any) -> T:
    """``item`` with other values for some of its fields."""
    kept = {name: getattr(item, name) for name in fields(type(item))}
    return type(item)(**{**kept, **changes})


def asdict(item: Any) -> Any:
    """``item`` with every record in it, at any depth, as a dictionary of its fields."""
    if (names := getattr(item, "__fields__", None)) is not None:
        return {name: asdict(getattr(item, name)) for name in names}
    match item:
        case list() | tuple():
            parts: Any = item  # pyright: ignore
            return type(parts)(asdict(part) for part in parts)
        case Mapping():
            pairs: Any = item.items()  # pyright: ignore
            return {key: asdict(value) for key, value in pairs}
        case _:
            return item


def _record(cls: Any, frozen: bool, eq: bool, kw_only: bool) -> Any:
    own = {
        name: Declared(hint, cls.__dict__.get(name, NEEDED), kw_only)
        for name, hint in get_annotations(cls).items()
        if get_origin(hint) is not ClassVar
    }
    found = {**fields(cls), **own}
    cls.__fields__ = found
    cls.__match_args__ = tuple(
        name for name, field in found.items() if not field.kw_only
    )
    cls.__init__ = _late_init(cls)
    if frozen:
        cls.__setattr__ = cls.__delattr__ = _refuse
    if "__repr__" not in cls.__dict__:
        cls.__repr__ = _repr
    if eq:
        cls.__eq__, by_value = _by_value(tuple(found))
        cls.__hash__ = by_value if frozen else None
    return cls


def _late_init(cls: Any) -> Any:
    def __init__(self: Any, *args: Any, **values: Any) -> None:
        cls.__init__ = _init(cls.__fields__, hasattr(cls, "__post_init__"))
        cls.__init__(self, *args, **values)

    return __init__


def _init(found: dict[str, Declared], checks: bool) -> Any:
    """The compiled ``__init__`` of a record with these fields, which it then checks."""
    names: dict[str, Any] = {"_set": object.__setattr__, "_Factory": _Factory}
    heads: list[str] = []
    keywords: list[str] = []
    lines: list[str] = []
    for name, field in found.items():
        head, value = name, name
        if field.default is not NEEDED:
            names[f"_{name}"] = field.default
            head = f"{name}=_{name}"
        if isinstance(field.default, _Factory):
            value = f"_{name}.make() if {name} is _{name} else {name}"
        (keywords if field.kw_only else heads).append(head)
        lines.append(f" _set(self, {name!r}, {value})")
    if checks:
        lines.append(" self.__post_init__()")
    head = ", ".join(["self", *heads, *(["*"] if keywords else []), *keywords])
    exec("\n".join([f"def __init__({head}):", *(lines or [" pass"])]), names)
    return names["__init__"]


def _refuse(self: object, name: str, *_: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _repr(self: Any) -> str:
    inner = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__fields__)
    return f"{type(self).__qualname__}({inner})"


def _by_value(names: tuple[str, ...]) -> tuple[Any, Any]:
    # The key is always a tuple: for one name, attrgetter returns the bare value.
    get: Any = attrgetter(*names) if names else lambda _: ()  # pyright: ignore
    key: Any = (lambda self: (get(self),)) if len(names) == 1 else get  # pyright: ignore

    def __eq__(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return key(self) == key(other)

    def __hash__(self: Any) -> int:
        return hash(key(self))

    return __eq__, __hash__
