"""The page of results, docs/benchmarks.md, of which each benchmark renews its section."""

import os
import platform
import re
from datetime import date
from importlib.metadata import version
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs/benchmarks.md"
PACKAGES = ("pydantic", "jinja2", "pyyaml", "click", "numpy")


def renew(section: str, page: Path = PAGE) -> None:
    """Put a section in the place of the one with its title, or at the end."""
    title, _, body = section.partition("\n")
    python = f"Python {platform.python_version()}"
    versions = ", ".join([python, *(f"{name} {version(name)}" for name in PACKAGES)])
    load = f"at a load of {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"
    taken = f"Taken on {date.today()} {load} with {versions}."
    section = f"{title}\n\n{taken}\n{body.rstrip()}\n"
    head, *sections = re.split(r"^(?=## )", page.read_text(), flags=re.MULTILINE)
    titles = [text.partition("\n")[0] for text in sections]
    if title in titles:
        sections[titles.index(title)] = section
    else:
        sections.append(section)
    page.write_text("\n".join(text.rstrip() + "\n" for text in (head, *sections)))
