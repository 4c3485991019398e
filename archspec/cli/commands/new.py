"""``archspec new``: a spec as a starting point."""

import os
import shlex

import click

from archspec.cli.complete import complete_file


@click.command()
@click.argument("name", metavar="NAME")
@click.option(
    "--output",
    "-o",
    metavar="FILE|DIR",
    shell_complete=complete_file,
    help="The output file; by default, NAME.yaml. In an existing folder, or in a name "
    "that ends in '/', the file is NAME.yaml. '-' is standard output.",
)
@click.option("--force", is_flag=True, help="Replace an existing file.")
def new(name: str, output: str | None, force: bool) -> None:
    """Write NAME.yaml, an annotated spec of a small residual network that compiles.

    \b
    For example:
      archspec new my-net
      archspec new my-net -o nets/

    The class is named after the file: my-net becomes MyNet.
    """
    from archspec.cli.output.files import write_files
    from archspec.cli.output.report import fail, put
    from archspec.zoo.starter import class_name, starter

    stem = name.removesuffix(".yaml").removesuffix(".yml")
    if os.path.basename(stem) != stem:
        raise click.UsageError(
            f"{name!r} is not a name: to choose the folder, add -o DIR/"
        )
    try:
        made = class_name(stem)
    except ValueError as error:
        raise click.UsageError(f"{error}: no class can have this name") from None
    path = _place(f"{stem}.yaml", output)
    if not path.isprintable():
        raise click.UsageError(f"{path!r} cannot be the name of a file")
    quoted = shlex.quote(path)
    if output == "-":
        put(starter(made, f"{stem}.yaml"))
        return
    if os.path.exists(path) and not force:
        fail(f"'{path}' already exists", help="--force replaces it, -o writes another")
    write_files({path: starter(made, quoted)})
    put(
        f"{path}\n\nNext:\n"
        f"  archspec check {quoted}\n"
        f"  archspec emit {quoted} --backend torch\n"
        f"  archspec verify {quoted}\n"
    )


def _place(file: str, output: str | None) -> str:
    if output is None:
        # A leading hyphen would look like an option.
        return os.path.join(".", file) if file.startswith("-") else file
    if output.endswith(os.sep) or os.path.isdir(output):
        return os.path.join(output, file)
    return output
