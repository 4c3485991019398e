"""Completion: the values that may stand at a position of the command line.

A shell starts archspec on every TAB, so each function imports only its own needs.
"""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

VARIABLE = "_ARCHSPEC_COMPLETE"  # set when a shell asks for completions


def complete_backend(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[str]:
    """The backends, and "all"."""
    from archspec.backends import BACKENDS

    del ctx, param
    return [name for name in (*BACKENDS, "all") if name.startswith(incomplete)]


def complete_name(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[str]:
    """The specs that come with archspec."""
    from archspec.zoo import catalog

    del ctx, param
    return [name for name in catalog.names() if name.startswith(incomplete)]


def complete_file(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Files and folders, which the shell finds itself."""
    from click.shell_completion import CompletionItem

    del ctx, param
    return [CompletionItem(incomplete, type="file")]


def complete_folder(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """Folders, which the shell finds itself."""
    from click.shell_completion import CompletionItem

    del ctx, param
    return [CompletionItem(incomplete, type="dir")]


def complete_spec(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> "list[CompletionItem]":
    """The specs that come with archspec, and files."""
    from click.shell_completion import CompletionItem

    names = complete_name(ctx, param, incomplete)
    files = complete_file(ctx, param, incomplete)
    return [*(CompletionItem(name) for name in names), *files]


def complete_whole_words() -> None:
    """Make zsh and fish complete ``--backend=pa`` to ``--backend=paddle``.

    They treat it as one word, while click returns only the part after the ``=``.
    """
    from click.shell_completion import (
        FishComplete,
        ShellComplete,
        ZshComplete,
        add_completion_class,
    )

    class Whole(ShellComplete):
        def get_completions(
            self, args: list[str], incomplete: str
        ) -> "list[CompletionItem]":
            items = super().get_completions(args, incomplete)
            option, sign, _ = incomplete.partition("=")
            if sign and option.startswith("-"):
                for item in items:
                    item.value = f"{option}={item.value}"
            return items

    add_completion_class(type("Zsh", (Whole, ZshComplete), {}))
    add_completion_class(type("Fish", (Whole, FishComplete), {}))
