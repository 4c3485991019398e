"""Commands whose modules are imported when they are called."""

from importlib import import_module
from typing import Any

import click


class Late(click.Command):
    """Stands in for the command ``archspec.cli.commands.<name>`` until it is called."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """The context of the command itself, which then runs in it."""
        module = import_module(f"archspec.cli.commands.{self.name}")
        command: click.Command = getattr(module, str(self.name))
        return command.make_context(info_name, args, parent, **extra)
