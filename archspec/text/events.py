"""The parser events of PyYAML."""

# pyright: reportUnknownMemberType=false
# (PyYAML's type stubs leave the scanner and the parser without types.)

import re
from collections.abc import Callable, Iterator
from typing import cast

import yaml

from archspec.text.problems import CompileError, Problem
from archspec.text.source import Source, Span
from archspec.text.syntax import Failure

# YAML 1.1, which PyYAML implements, ends a line at U+0085, U+2028 and U+2029; YAML 1.2
# and editors do not. They are refused, so that line numbers are never ambiguous.
_FORBIDDEN = re.compile(
    "[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
_NO_CHARACTER = re.compile(r"\\U(?!000|0010)\w*")


class _PythonLoader(yaml.SafeLoader):
    """PyYAML's own parser, which accepts tabs between tokens as libyaml does."""

    def scan_to_next_token(self) -> None:
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()


def parse_events(source: Source) -> Iterator[yaml.Event]:
    """The parser's events, one by one.

    Only the index of a mark counts characters in both parsers: one of them leaves a
    byte-order mark out of the column. The marks of a node include its anchor and tag.
    The style of a plain scalar is empty or None.

    Raises CompileError if the text is not YAML.
    """
    if bad := _FORBIDDEN.search(source.text):
        message = f"the character U+{ord(bad[0]):04X} is not allowed in a spec"
        span = Span(source, bad.start(), bad.end())
        raise CompileError([Problem(message, span, "delete it")])
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else _PythonLoader
    try:
        step = cast("Callable[[], yaml.Event | None]", loader(source.text).get_event)
        yield from iter(step, None)
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.index if error.problem_mark else 0
        begin = error.context_mark.index if error.context_mark else at
        reading, failed = error.context or "", error.problem or ""
        problem = Failure(source, reading, failed, begin, at).explain()
        raise CompileError([problem]) from None
    except ValueError:  # from chr(), which the Python parser calls unchecked
        found = _NO_CHARACTER.search(source.text)
        span = Span(source, *found.span()) if found else None
        raise CompileError([Problem("this character does not exist", span)]) from None
