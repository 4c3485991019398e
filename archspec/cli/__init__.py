"""The command line: it reads options, calls the library and writes results.

This file imports only click, so that ``--help`` is fast; each command imports the rest.
"""

import os
import sys
from shlex import quote
from typing import Any

import click

from archspec import __version__
from archspec.cli.complete import VARIABLE, complete_whole_words
from archspec.cli.late import Late
from archspec.cli.program import Interrupted, program


class _Commands(click.Group):
    """Reports the problems of any command, and exits with code 1."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run as the program, in a process that ends with the command."""
        from archspec_nn import refuse_namesake

        refuse_namesake()
        if VARIABLE in os.environ:
            complete_whole_words()
        with program():
            return super().__call__(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> object:
        from archspec.backends import MissingPart
        from archspec.cli.output.report import complain, leave_quietly
        from archspec.text.problems import CompileError, Problem

        try:
            return super().invoke(ctx)
        except CompileError as error:
            complain(error.problems)
            ctx.exit(1)
        except MissingPart as error:
            complain([Problem(str(error))])
            ctx.exit(1)
        except BrokenPipeError:
            leave_quietly()
        except Interrupted:
            click.echo("interrupted", err=True)
            raise
        except ModuleNotFoundError as error:
            if error.name != "numpy":
                raise
            help = f"install it: {quote(sys.executable)} -m pip install numpy"
            complain([Problem("this command needs NumPy", help=help)])
            ctx.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="archspec")
def main() -> None:
    """Compile a network, written once in YAML, to PyTorch, Gluon, PaddlePaddle and
    Chainer.

    \b
    For example:
      archspec check net.yaml
      archspec show net.yaml --set num_classes=10
      archspec emit net.yaml --backend paddle -o net.py
      archspec emit resnet50 --backend gluon -o resnet50.py

    A SPEC is a file, or the name of one that comes with archspec: see 'archspec zoo'.
    Results go to standard output, problems to standard error. The exit code is 0 on
    success, 1 if a spec is wrong, and 2 if the command is wrong.
    """


for name, summary in {
    "emit": "Write the source code of a spec.",
    "check": "Report everything that is wrong with specs.",
    "show": "Print shapes, parameters and multiplications.",
    "zoo": "List the specs that come with archspec.",
    "backends": "List the frameworks and the commands that install them.",
    "verify": "Prove that the emitted files compute the network.",
    "weights": "Convert, show and compare weight files.",
    "diff": "Compare two specs.",
    "new": "Write a spec as a starting point.",
    "schema": "Print the JSON Schema of specs, for editors.",
    "completion": "Print a completion script for a shell.",
}.items():
    main.add_command(Late(name, short_help=summary))
