"""Every message about a weight file has a fixture under ``errors/weights/``.

The readers of the formats have no part in it: of their messages, which are about single
bytes, there are the files of test_weights_damage.py and test_weights_hostile.py.
"""

import pytest

from tests.message_coverage import PACKAGE, unreached
from tests.weight_cases import FIXTURES, said_of

pytestmark = pytest.mark.quick

FOLDERS = ("weights", "weights/names", "weights/fitting")
FILES = [
    *(path for folder in FOLDERS for path in sorted((PACKAGE / folder).glob("*.py"))),
    PACKAGE / "weights/formats/__init__.py",
    PACKAGE / "weights/formats/detect.py",
    PACKAGE / "cli/commands/weights.py",
    PACKAGE / "cli/reading.py",
]
# What no fixture gives, by function: the reason.
OTHERS = {
    "weights/fitting/choice.py:_walk": "no message",
    "weights/errors.py:reading_of": "a file that is larger than the memory",
    "weights/files.py:_bytes": "a file that is larger than the memory",
    "weights/files.py:save_weights": "weights of the caller's: test_weights_files.py",
    "weights/notes.py:__str__": "more than fifty lines",
    "weights/names/symbol.py:_nodes": "a symbol of 64 MiB",
    "cli/reading.py:key_option": "help",
    "cli/reading.py:from_option": "help",
    "cli/reading.py:_sided": "help",
    "cli/reading.py:reading_options": "help",
}


def test_every_message_has_a_fixture() -> None:
    left = unreached(
        FILES, OTHERS, (lambda path=path: said_of(path) for path in FIXTURES)
    )
    assert not left, "\n".join(left)
