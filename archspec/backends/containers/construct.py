"""Construction of classes by their callers."""

from collections.abc import Sequence

from archspec.backends.contract.dialect import Signature
from archspec.backends.python.build import lit
from archspec.backends.python.nodes import Arg, Code, Ex, Identifier, Invoke
from archspec.expr import Const, bind, bind_product, fold
from archspec.model.definitions import CallItem


def construct(item: CallItem, signature: Signature) -> Code:
    """The construction of a block with its arguments."""
    args: list[Arg] = []
    for argument in signature.arguments:
        if argument.value is None:
            given = item.args.get(argument.name)
            if given is None:
                continue
            default = argument.default
            if default == lit(given):
                continue
            args.append(Arg(Ex(given), argument.name if default is not None else ""))
            continue
        if argument.when is not None:
            needed = fold(bind(argument.when, item.bindings))
            if isinstance(needed, Const) and not needed.value:
                continue
        value = bind_product(argument.value, item.bindings)
        args.append(
            Arg(Ex(value), argument.name if argument.default is not None else "")
        )
    return _invoke(signature, args)


def construct_group(signature: Signature) -> Code:
    """The construction of a class made for a group, with the names it captured."""
    values = (argument.value for argument in signature.arguments)
    return _invoke(signature, [Arg(Ex(value)) for value in values if value is not None])


def _invoke(signature: Signature, args: Sequence[Arg]) -> Code:
    state = (Arg(Identifier(word)) for word in signature.state)
    return Invoke(Identifier(signature.name), (*state, *args))
