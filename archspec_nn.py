"""The command ``archspec``: starts this project, or says that another one is in its place.

The package index has a different project called archspec, which names processors and has
the same import name. Where Python finds that one first, nothing below ``archspec/`` can
tell, so the command starts here.
"""

import sys


def main() -> None:
    """Run the command line. Leaves with code 1 if ``archspec`` is the other project."""
    refuse_namesake()
    from archspec.cli import main as command

    command()


def refuse_namesake() -> None:
    """Leave with a message if Python imports another project as ``archspec``."""
    import archspec

    if "CompileError" in getattr(archspec, "__all__", ()):
        return
    sys.exit(
        "error: Python imports another project as 'archspec', one that names processors\n"
        f"  --> {archspec.__file__}\n"
        "  = note: this command belongs to archspec-nn; both have the same import name\n"
        "  = help: keep them in separate environments, or remove both "
        "(pip uninstall archspec archspec-nn) and install archspec-nn again"
    )
