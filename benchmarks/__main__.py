"""``python -m benchmarks``, from the root of a checkout, writes docs/benchmarks.md."""

import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks import check, emit, startup

PAGE = Path(__file__).parent.parent / "docs/benchmarks.md"
MEASURED = ("pydantic", "jinja2", "pyyaml", "click")


def main() -> None:
    versions = ", ".join(f"{name} {version(name)}" for name in MEASURED)
    sections = [startup.section(), emit.section(), check.section()]
    PAGE.write_text(
        f"""# Benchmarks

Written by `make bench` on {date.today()} with Python {platform.python_version()}, {versions}.

All times are processor time, and medians: archspec works in a single thread, so this is
what it takes on an idle machine. In every round each row is run once, one after the
other, and a ratio is the median over the rounds, as the speed of a machine changes. A
row against itself shows how much a ratio is worth.

{chr(10).join(sections)}"""
    )


if __name__ == "__main__":
    main()
