"""The values of a spec: expressions, names and templates."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, TypeAlias, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError
from typing_extensions import Self

from archspec.expr import FUNCTIONS, Const, Expr, ExprError, ListExpr, constant, parse
from archspec.ops.fields.kinds import FieldKind, read_expr, read_scalar
from archspec.ops.fields.written import whole
from archspec.spec.faults import (
    collected,
    details,
    explain,
    expression_fault,
    fault,
    nested,
    spell,
)
from archspec.spec.reads import Reads
from archspec.spec.reserved import NODE_KEYS, reserved, shadowing
from archspec.spec.written import ANY_VALUE, ONE_VALUE, ROWS, TEMPLATE

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")


class Strict(BaseModel):
    """A frozen model whose unknown keys are errors, in archspec's words."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,
        arbitrary_types_allowed=True,
        protected_namespaces=(),
    )
    SUBJECT: ClassVar[str] = ""  # the thing, for messages; default: the value of `op`

    @classmethod
    def written_keys(cls) -> list[str]:
        """The keys as written in a file."""
        return [field.alias or name for name, field in cls.model_fields.items()]

    @model_validator(mode="wrap")
    @classmethod
    def _explained(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(data)
        except ValidationError as error:
            subject = cls.SUBJECT
            if not subject and isinstance(data, Mapping):
                subject = f"'{cast(Mapping[Any, Any], data).get('op')}'"
            raise explain(error, subject, cls.written_keys()) from None


# --- names -------------------------------------------------------------------------


_LOCALS = ("index", "input")  # become local variables only


def check_name(name: str, kind: str) -> str | None:
    """A message if ``name`` is not a name of the language, else None.

    Args:
        name: the name as written.
        kind: the kind of name: "node", "output", "param", "let value", "index" or
            "input".
    """
    if not NAME.match(name):
        return f"{name!r} is not a name: a letter or '_', then letters, digits, '_' and '-'"
    if kind == "node":
        reason = reserved(name)
    elif kind == "output":
        reason = None if name in FUNCTIONS else shadowing(name)
    elif not name.isidentifier():
        article = "an" if kind in _LOCALS else "a"
        return f"the name of {article} {kind} cannot have a '-': {name!r}"
    elif kind in _LOCALS:
        reason = shadowing(name)
    else:
        key = "a key of every node" if name in NODE_KEYS else None
        reason = key or reserved(name) or shadowing(name)
    return f"the name {name!r} is reserved: it is {reason}" if reason else None


KeyCheck: TypeAlias = Callable[[str], PydanticCustomError | None]


def key_errors(written: Any, check: KeyCheck) -> list[InitErrorDetails]:
    """The errors that ``check`` finds in the keys of a mapping; none for other data."""
    keys = (
        list(cast(Mapping[Any, Any], written)) if isinstance(written, Mapping) else []
    )
    errors = (check(str(key)) for key in keys)
    return [details(error) for error in errors if error]


def keyed(check: KeyCheck) -> WrapValidator:
    """Check the keys of a mapping as well as its values, and report both."""

    def read(written: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        errors = key_errors(written, check)
        try:
            value = handler(written)
        except ValidationError as error:
            errors += nested(error, ())
        if errors:
            raise collected("mapping", errors)
        return value  # pyright: ignore[reportPossiblyUnboundVariable]

    return WrapValidator(read)


def named(kind: str) -> KeyCheck:
    """Check that a key is the name of a ``kind``."""

    def check(key: str) -> PydanticCustomError | None:
        message = check_name(key, kind)
        return fault(message, "use another name", key=key) if message else None

    return check


def read_index(written: Any) -> str:
    """The name of a variable of a repeat."""
    if not isinstance(written, str):
        raise fault(f"expected a name, got {spell(written)}")
    message = check_name(written, "index")
    if message:
        raise fault(message)
    return written


def read_row(written: Any) -> str | list[str]:
    """The name of a row, or the names of its columns."""
    if not isinstance(written, (list, tuple)):
        return read_index(written)
    names = [read_index(item) for item in cast(list[Any], written)]
    if not names or len(set(names)) != len(names):
        help = "for example as: [width, stride]"
        raise fault("'as' needs at least one name, and each name once", help)
    return names


# --- expressions -------------------------------------------------------------------


def _expression(written: Any) -> Expr:
    try:
        return read_expr(written)
    except ExprError as error:
        raise expression_fault(error) from None


def _scalar(written: Any) -> Expr:
    try:
        return read_scalar(written)
    except ExprError as error:
        raise expression_fault(error) from None


Expression = Annotated[Expr, Reads(_expression, ANY_VALUE)]
Rows = Annotated[Expr, Reads(_expression, ROWS)]
Scalar = Annotated[Expr, Reads(_scalar, ONE_VALUE)]
Count = Annotated[Expr, Reads(_scalar, whole(1))]


def literal(expr: Expr) -> bool:
    """Whether ``expr`` is a literal: a number, a word or a list of them."""
    if isinstance(expr, ListExpr):
        return all(literal(item) for item in expr.items)
    return isinstance(expr, Const)


def field_type(kind: FieldKind) -> Any:
    """The annotation of a field of ``kind``; literal values are checked immediately."""

    def read(written: Any) -> Expr:
        try:
            expr = kind.read(written)
            if not literal(expr) or (kind.words and isinstance(constant(expr), str)):
                return expr
            message = kind.check(kind.canonical(expr, lambda _: False, None))
        except ExprError as error:
            if not error.help and kind.name not in error.message:
                error.help = f"expected {kind.name}"
            raise expression_fault(error) from None
        if message:
            raise fault(
                message, "" if kind.name in message else f"expected {kind.name}"
            )
        return expr

    return Annotated[Expr, Reads(read, kind.json)]


# --- templates ---------------------------------------------------------------------


def template_parts(text: str) -> list[tuple[str, bool]]:
    """A name template in parts: (text, whether it is an expression)."""
    parts = re.split(r"\{([^{}]*)\}", text)
    return [(part, k % 2 == 1) for k, part in enumerate(parts) if part or k % 2]


def _template(written: Any) -> str:
    if not isinstance(written, str) or not written:
        raise fault(f"expected names such as 'layer{{i}}', got {spell(written)}")
    offset = 0
    for text, is_expr in template_parts(written):
        if not is_expr and not re.fullmatch(r"[A-Za-z0-9_-]*", text):
            help = "names have letters, digits, '_' and '-'; {i + 1} is an expression"
            raise expression_fault(
                ExprError(f"{text!r} cannot be part of a name", offset, len(text), help)
            )
        try:
            if is_expr:
                parse(text)
        except ExprError as error:
            error.offset += offset + 1
            raise expression_fault(error) from None
        offset += len(text) + 2 * is_expr
    return written


Template = Annotated[str, Reads(_template, TEMPLATE)]
