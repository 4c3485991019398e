"""The operators that a backend supports, found by trying its rows on examples."""

from archspec.backends.contract.dialect import Dialect, Site
from archspec.backends.contract.refusals import Unsupported
from archspec.ops import OPS
from archspec.ops.examples import Example, examples
from archspec.ops.named_activation import Activation


def missing(dialect: Dialect) -> list[str]:
    """The operators without a row."""
    # An `activation` becomes the operator that its kind names.
    return [op.NAME for op in OPS if op is not Activation and op not in dialect.rows]


def refused(dialect: Dialect) -> dict[str, list[str]]:
    """The reasons why rows refuse examples, by operator."""
    found: dict[str, list[str]] = {}
    for op in OPS:
        if op in dialect.rows:
            reasons = (_refusal(dialect, example) for example in examples(op))
            said = list(dict.fromkeys(reason for reason in reasons if reason))
            found |= {op.NAME: said} if said else {}
    return found


def _refusal(dialect: Dialect, example: Example) -> str:
    try:
        dialect.rows[type(example.op)](example.op, Site(example.xs, {}))
    except Unsupported as error:
        return error.why
    return ""
