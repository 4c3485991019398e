"""Docstrings of emitted classes."""

import re
import textwrap


def docstring(doc: str, indent: int) -> list[str]:
    """The lines of a docstring; no content of ``doc`` can end it early."""
    blank = " " * indent
    text = "".join(char if char.isprintable() or char == "\n" else " " for char in doc)
    text = text.replace("\\", "\\\\")
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    # Quotes in a row, or before the closing ones, would end the docstring.
    paragraphs = [
        re.sub(r'"{2,}|"$', lambda quotes: '\\"' * len(quotes.group()), part)
        for part in paragraphs
        if part
    ] or ["No description."]
    whole = f'{blank}"""{paragraphs[0]}"""'
    if len(paragraphs) == 1 and len(whole) <= 88:
        return [whole]
    width = 88 - indent - 3
    if len(paragraphs) == 1 and len(paragraphs[0]) <= width:
        width -= 3  # ruff keeps the closing quotes on the line of a one-line docstring
    lines: list[str] = []
    for part in paragraphs:
        lines += ["", *textwrap.wrap(part, width, break_long_words=False)]
    body = [blank + line if line else "" for line in lines[1:]]
    body[0] = f'{blank}"""{body[0][indent:]}'
    if len(lines) == 2:
        return [body[0] + '"""']
    return [*body, f'{blank}"""']
