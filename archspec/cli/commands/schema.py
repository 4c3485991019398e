"""``archspec schema``: the language, for editors."""

import click


@click.command(short_help="Print the JSON Schema of the language, for editors.")
def schema() -> None:
    """Print the JSON Schema of the language (draft 7).

    An editor that knows it completes operators and fields, and tells what they mean.

    \b
    For example:
      archspec schema > archspec.schema.json

    With the YAML extension of VS Code, a first line such as this one is enough:

    \b
      # yaml-language-server: $schema=archspec.schema.json
    """
    import json

    from archspec.cli.output.report import put
    from archspec.schema import schema

    put(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n")
