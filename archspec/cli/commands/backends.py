"""``archspec backends``: the frameworks, and how to install them."""

import click


@click.command()
def backends() -> None:
    """List the frameworks: which are installed, how to install the others into this
    interpreter, and what each cannot express.

    \b
    For example:
      archspec backends
    """
    from archspec.cli.output.frameworks import describe_backends
    from archspec.cli.output.report import put

    put(describe_backends())
