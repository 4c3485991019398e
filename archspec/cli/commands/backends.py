"""``archspec backends``: the frameworks and their installation."""

import click


@click.command()
def backends() -> None:
    """List the frameworks, the commands that install missing ones into this
    interpreter, and the forms that no backend supports.

    \b
    For example:
      archspec backends
    """
    from archspec.cli.output.frameworks import describe_backends
    from archspec.cli.output.report import put

    put(describe_backends())
