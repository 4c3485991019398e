"""Explanations of a YAML parser's errors, for someone who is new to YAML.

PyYAML has two parsers, libyaml's and one in Python, which word their errors
differently. So the rules below use the kind of error, its position, and the text there.
"""

import re

from archspec.record import record
from archspec.text.problems import Problem, Related
from archspec.text.source import Source, Span

_BRACKETS = re.compile(
    r"""
    "(?:\\.|[^"\\])*(?:"|\Z) | '[^']*(?:'|\Z) | \s\#[^\n]* | [\[{}\]]
    """,
    re.DOTALL | re.VERBOSE,
)
_COLON = re.compile(r":(\s|$)")
_COMMENT = re.compile(r"(^|\s)#.*")
_FIRST_LINE = re.compile(r"^(?P<indent> *)(?!---|%|#)\S", re.MULTILINE)
_GLUED = re.compile(r"(?P<name>[\w-]+):(?P<value>\S.*)")
_TOKEN = re.compile(r"[^\s,\[\]{}:#]+|[\S\t]")
_TAG = re.compile(r"!<[^>\s]*>?|![^\s,\[\]{}]*")
_CLOSING = {"[": "']'", "{": "'}'"}
_ALIKE = "in one place, write only 'name: value' or only '- value' lines"
_TAGS_HELP = "delete the tag; put quotes around a number that is meant as text"


def tag_problem(source: Source, start: int) -> Problem:
    """The problem with a tag that starts with a ``!`` there."""
    found = _TAG.match(source.text, start)
    span = Span(source, start, found.end() if found else start)
    return Problem("tags are not allowed", span, _TAGS_HELP)


@record
class Failure:
    """A parser's error: the construct that starts at ``begin``, and the failure at
    ``at``.
    """

    source: Source
    reading: str
    failed: str
    begin: int
    at: int

    def explain(self) -> Problem:
        """The problem, from the position of the failure and the text around it."""
        if "tab character" in self.failed or self.char == "\t":
            return self.say(
                "a tab cannot be used here", self.at, help="use spaces instead"
            )
        if "quoted scalar" in self.reading:
            return self.quoted()
        if "block scalar" in self.reading:
            bad = self.text[self.begin]
            message = f"'{bad}' starts a block of text, which goes on the next line"
            return self.say(message, self.begin, help=self.quote_help(bad))
        if "an anchor" in self.reading or "an alias" in self.reading:
            bad = self.text[self.begin]
            message = f"'{bad}' must be followed by the name of an anchor"
            return self.say(message, self.begin, help=self.quote_help(bad))
        if "directive" in self.reading or "incompatible" in self.failed:
            message = "this '%' directive is not allowed"
            return self.say(message, self.begin, help="delete the line")
        if self.reading.endswith("a tag") or "tag handle" in self.failed:
            return tag_problem(self.source, self.begin)
        if "flow" in self.reading:
            return self.flow()
        if "could not find expected ':'" in self.failed:
            line = self.source.line_text(self.line_of(self.begin))
            rest = _COMMENT.sub("", line[self.column_of(self.begin) - 1 :]).rstrip()
            end = self.begin + len(rest)
            return self.missing_colon(Span(self.source, self.begin, end))
        if "mapping values" in self.failed:
            return self.second_colon()
        if "sequence entries" in self.failed:
            message = "a list of '- ' items starts on a line of its own"
            return self.say(message, self.at, help="or write it as [a, b]")
        if "cannot start any token" in self.failed:
            message = f"a text cannot start with '{self.char}'"
            return self.say(message, self.at, help="put quotes around it")
        return self.block()

    # The text.

    @property
    def text(self) -> str:
        return self.source.text

    @property
    def char(self) -> str:
        return self.text[self.at : self.at + 1]

    @property
    def at_end(self) -> bool:
        return not self.text[self.at :].strip()

    def line_of(self, offset: int) -> int:
        return self.source.position(offset)[0]

    def column_of(self, offset: int) -> int:
        return self.source.position(offset)[1]

    def token(self, offset: int) -> Span:
        """The word or the single character at an offset, or the end of the text."""
        found = _TOKEN.match(self.text, offset)
        end = len(self.text.rstrip())
        return Span(self.source, *(found.span() if found else (min(offset, end),) * 2))

    def say(self, message: str, offset: int, help: str = "") -> Problem:
        return Problem(message, self.token(offset), help)

    def quote_help(self, start: str) -> str:
        return f"put quotes around a text or an expression that starts with '{start}'"

    def open_brackets(self, start: int) -> list[int]:
        """Offsets of the brackets from ``start`` on that are never closed."""
        opened: list[int] = []
        for match in _BRACKETS.finditer(self.text, start):
            if match[0] in ("[", "{"):
                opened.append(match.start())
            elif match[0] in ("]", "}") and opened:
                opened.pop()
        return opened

    def line_above(self) -> Span:
        """The previous line with content, stripped; an empty span if there is none."""
        for line in range(self.line_of(self.at) - 1, 0, -1):
            content = _COMMENT.sub("", self.source.line_text(line)).rstrip()
            if content:
                end = self.source.line_starts[line - 1] + len(content)
                return Span(self.source, end - len(content.lstrip(" -")), end)
        return Span(self.source, 0, 0)

    # The explanation, by the kind of construct.

    def quoted(self) -> Problem:
        if "escape" in self.failed or "hexdecimal" in self.failed:
            backslash = self.text.rfind("\\", self.begin, self.at + 1)
            span = Span(self.source, backslash, min(backslash + 2, len(self.text)))
            message = f"unknown escape '{span.text}' in a text with double quotes"
            return Problem(message, span, "write '\\\\' for a backslash")
        quote = Span(self.source, self.begin, self.begin + 1)
        help = f"write {quote.text} at the end of the text as well"
        return Problem("this quote is never closed", quote, help)

    def flow(self) -> Problem:
        if self.at_end and (opened := self.open_brackets(0)):
            return self.never_closed(opened[-1])
        if self.at_end:
            return self.say("the text ends too early", self.at)
        bracket = self.text[self.begin]
        if bracket not in "[{":
            message = f"a value is missing before '{self.char}'"
            return self.say(message, self.at, help="write the value, or delete the ','")
        line = self.line_of(self.begin)
        if self.char and self.char in "]}":
            opened = Related(f"the '{bracket}' is", self.token(self.begin))
            message = f"'{bracket}' is closed by '{self.char}'"
            help = f"write {_CLOSING[bracket]} before it"
            return Problem(message, self.token(self.at), help, related=(opened,))
        if self.line_of(self.at) > line and self.begin in self.open_brackets(
            self.begin
        ):
            return self.never_closed(self.begin)
        found, closing = self.token(self.at).text, _CLOSING[bracket]
        message = f"expected ',' or {closing} before '{found}'"
        help = "put quotes around an expression that has brackets or quotes in it"
        if self.char == ":":
            help = "put commas between entries, and quotes around a text with a ':'"
        return self.say(message, self.at, help=help)

    def never_closed(self, bracket: int) -> Problem:
        char = self.text[bracket]
        help = f"write {_CLOSING[char]} at its end"
        return self.say(f"this '{char}' is never closed", bracket, help=help)

    def missing_colon(self, span: Span) -> Problem:
        """A line that should be ``name: value`` but is not."""
        if glued := _GLUED.match(span.text):
            help = f"write '{glued['name']}: {glued['value']}'"
            colon = span.sub(glued.end("name"), 1)
            return Problem("a space is missing after ':'", colon, help)
        help = "write 'name: value', or '- value' in a list"
        return Problem("this line has no ':'", span, help)

    def second_colon(self) -> Problem:
        """A ``:`` inside a value; the cause is often the line above."""
        start = self.source.line_starts[self.line_of(self.at) - 1]
        head, above = self.text[start : self.at], self.line_above()
        if ": " in head:
            help = "put quotes around a text that has a ':', or write {name: value}"
            return self.say("a second ':' on one line", self.at, help=help)
        if above.text and not _COLON.search(above.text):
            return self.missing_colon(above)
        indent = len(head) - len(head.lstrip())
        if above.text and indent > above.column - 1:
            name = Span(self.source, start + indent, self.at)
            help = f"align it with line {above.line}, or delete the value there"
            return Problem("this line is indented too far", name, help)
        return self.say("a ':' is not expected here", self.at)

    def block(self) -> Problem:
        column = self.column_of(self.at)
        head = self.source.line_text(self.line_of(self.at))[: column - 1].strip()
        if self.char and self.char in "]}":
            help = "delete it, or open it first"
            return self.say(f"'{self.char}' closes nothing", self.at, help=help)
        if head and head[-1] in "\"']}":
            message = f"unexpected text after the closing {head[-1]}"
            help = "put quotes around the whole text or expression"
            return self.say(message, self.at, help=help)
        above = self.line_above()
        if not head and column == above.column and not _COLON.search(above.text):
            return self.missing_colon(above)
        found = self.token(self.at).text
        if not head and "mapping" in self.reading and found == "-":
            return self.say("a '-' item between named entries", self.at, help=_ALIKE)
        aligned = bool(self.reading) and column == self.column_of(self.begin)
        if not head and aligned and "collection" in self.reading:
            message = "this line has no '-', unlike those above"
            return self.say(message, self.at, help=_ALIKE)
        if not found:
            return self.say("the text ends too early", self.at)
        if head or aligned:
            help = "put quotes around a text or an expression that has it"
            return self.say(f"unexpected '{found}'", self.at, help=help)
        first = _FIRST_LINE.search(self.text)
        if not self.reading and first and column > len(first["indent"]):
            help = "a spec in { } ends with its '}': write this inside"
            return self.say("this is after the end of the spec", self.at, help=help)
        help = "align it with the lines it belongs to"
        return self.say("the indentation fits no line above", self.at, help=help)
