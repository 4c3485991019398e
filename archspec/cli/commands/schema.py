"""``archspec schema``: the language, for editors."""

import click


@click.command(short_help="Print the JSON Schema of the language, for editors.")
def schema() -> None:
    """Print the JSON Schema of the language (draft 7).

    With it, an editor completes operators and fields, and describes them.

    \b
    For example:
      archspec schema > archspec.schema.json

    With the YAML extension of VS Code, this first line in a spec is enough:

    \b
      # yaml-language-server: $schema=archspec.schema.json
    """
    import json

    from archspec.cli.output.report import put
    from archspec.schema import schema

    put(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n")
