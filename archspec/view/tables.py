"""Tables as text."""

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDE = 10_000  # without a terminal, lines are not wrapped


def grid(head: Sequence[str], rows: Sequence[Sequence[str]], right: int = 0) -> str:
    """A table with a header; the last ``right`` columns are right-aligned."""
    console = Console(
        file=sys.stdout, width=None if sys.stdout.isatty() else WIDE, highlight=False
    )
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for number, title in enumerate(head):
        numeric = number >= len(head) - right
        table.add_column(title, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        # A path may contain brackets, which a plain str would treat as markup.
        table.add_row(*(Text(cell) for cell in row))
    with console.capture() as captured:
        console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())
