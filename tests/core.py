"""The tests that need no framework: ``python -m tests.core``, in any Python from 3.10 on.

They are chosen by file. A file of which a single test needs a framework is left out as a
whole, so that nothing here is skipped: in an environment without frameworks all must pass.
"""

import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
FRAMEWORKS = ("torch", "mxnet", "paddle", "chainer")

CORE = (
    *("architecture", "bombs", "check", "cli_input", "docstrings", "errors", "expr"),
    *("golden", "graph", "graph_errors", "mutate", "op_errors", "op_kinds", "ops"),
    *("package", "read", "refusals", "text", "text_errors", "unchecked"),
)


def files() -> list[Path]:
    """The files of these tests."""
    paths = {path.stem: path for path in FOLDER.rglob("test_*.py")}
    return [paths[f"test_{name}"] for name in CORE]


def main() -> int:
    """Run the tests; the arguments of the command line are pytest's."""
    left = len(list(FOLDER.rglob("test_*.py"))) - len(CORE)
    print(
        f"{len(CORE)} files of tests; {left} that need a framework are not among them"
    )
    return int(pytest.main([*map(str, files()), *sys.argv[1:]]))


if __name__ == "__main__":
    raise SystemExit(main())
