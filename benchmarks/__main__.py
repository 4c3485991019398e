"""``python -m benchmarks``, from the root of a checkout, renews docs/benchmarks.md.

All sections but that of other tools, which need environments of their own. ``--python
torch=PATH`` is as in benchmarks.runtime.
"""

import sys
from collections.abc import Callable

from benchmarks import check, emit, runtime, startup, verify
from benchmarks.page import renew


def main() -> None:
    pythons = runtime.interpreters(sys.argv[1:])
    sections: tuple[Callable[[], str], ...] = (
        startup.section,
        emit.section,
        check.section,
        verify.section,
        lambda: runtime.section(pythons),
    )
    for section in sections:
        renew(section())


if __name__ == "__main__":
    main()
