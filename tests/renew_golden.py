"""Renews tests/golden and the generated pages. Read the diff.

Run it as ``python -m tests.renew_golden``.
"""

from tests.docs import operators_page, zoo_page
from tests.golden_files import CASES, GOLDEN, SPECS, emitted


def main() -> None:
    """Write every golden file, and remove those without a source."""
    wanted = dict(emitted([*SPECS, *CASES]))
    for made in (operators_page, zoo_page):
        wanted[made.PAGE] = made.page()
    wanted[operators_page.README] = operators_page.readme()
    changed = 0
    for path, source in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text() != source:
            path.write_text(source)
            changed += 1
    stale = set(GOLDEN.glob("*/*.py")) - wanted.keys()
    for path in stale:
        path.unlink()
    print(f"{len(wanted)} files, {changed} changed, {len(stale)} removed")
    print("`make wording` renews the messages that tests compare")


if __name__ == "__main__":
    main()
