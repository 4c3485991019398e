"""Values of the options of ``archspec verify``."""

import re
from collections.abc import Mapping
from pathlib import Path

import click

from archspec.cli.options import read_backend


def read_backends(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> list[str]:
    """The backends of ``--backend``, which may be repeated."""
    return [read_backend(ctx, param, value) for value in values]


def read_pythons(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> Mapping[str, str]:
    """The interpreters of ``--python chainer=/path/to/python``, by backend."""
    pythons: dict[str, str] = {}
    for text in values:
        backend, equals, path = text.partition("=")
        if not (equals and path):
            message = f"{text!r} is not backend=/path/to/python"
            raise click.BadParameter(message, param=param)
        if not Path(path).is_file():
            raise click.BadParameter(f"there is no file {path!r}", param=param)
        pythons[read_backend(ctx, param, backend)] = path
    return pythons


def read_patterns(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """The regular expressions of ``--ignore``."""
    del ctx
    for text in values:
        try:
            re.compile(text)
        except re.error as error:
            raise click.BadParameter(f"in {text!r}: {error}", param=param) from None
    return values
