"""Self-contained HTML: no scripts, no external resources, all text escaped."""

from collections.abc import Iterable, Sequence
from html import escape

LONGEST = 200  # characters shown of a text

# Colours are the page's own, so that it is legible in light and dark themes.
_STYLE = """\
.archspec { max-width: 60em; font-size: 90%; }
.archspec p { margin: 0.3em 0; }
.archspec table { width: 100%; table-layout: fixed; border-collapse: collapse; margin: 0; }
.archspec th, .archspec td { text-align: left; vertical-align: top; padding: 0.1em 0.6em; overflow-wrap: anywhere; }
.archspec .number { text-align: right; width: 9em; white-space: nowrap; }
.archspec .name { width: 11em; }
.archspec .shape { width: 9em; }
.archspec small { opacity: 0.7; }
.archspec details { margin-left: 0.6em; padding-left: 0.6em; border-left: 2px solid; border-color: color-mix(in srgb, currentColor 20%, transparent); }
.archspec summary { cursor: pointer; padding: 0.1em 0; }
.archspec pre { white-space: pre-wrap; }"""


def page(parts: Iterable[str]) -> str:
    """The element with ``parts`` and the style."""
    inner = "\n".join(parts)
    return f'<div class="archspec">\n<style>\n{_STYLE}\n</style>\n{inner}\n</div>'


def text(value: object, longest: int = LONGEST) -> str:
    """Any value as escaped text, cut to ``longest`` characters."""
    whole = str(value)
    shown = whole if len(whole) <= longest else f"{whole[: longest - 3]}..."
    clean = "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in shown)
    return escape(clean, quote=True)


def row(cells: Sequence[str], classes: Sequence[str] = (), tag: str = "td") -> str:
    """A row of a table; ``cells`` are markup, with their ``classes`` from the left."""
    names = [*classes, *[""] * (len(cells) - len(classes))]
    inner = "".join(
        f'<{tag} class="{name}">{cell}</{tag}>' if name else f"<{tag}>{cell}</{tag}>"
        for cell, name in zip(cells, names, strict=True)
    )
    return f"<tr>{inner}</tr>"


def table(rows: Iterable[str]) -> str:
    """A table of rows."""
    inner = "\n".join(rows)
    return f"<table>\n{inner}\n</table>"


def fold(summary: str, parts: Iterable[str]) -> str:
    """A folding element; ``summary`` and ``parts`` are markup."""
    inner = "\n".join(parts)
    return f"<details><summary>{summary}</summary>\n{inner}\n</details>"
