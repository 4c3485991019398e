"""Texts with positions: spans, and the display of problems."""

import pytest

from archspec.text.load import load_tree
from archspec.text.problems import CompileError, Problem, Problems, render, suggest
from archspec.text.source import Source, Span


def span(text: str, part: str, path: str = "m.yaml") -> Span:
    source = Source(path, text)
    start = source.text.index(part)
    return Span(source, start, start + len(part))


# Sources and spans.


def test_positions_count_lines_and_columns_from_one() -> None:
    text = "\ufeffa: 1\r\nb: é\rlast\n"
    for part, line, column in (("a", 1, 1), ("é", 2, 4), ("last", 3, 1)):
        place = span(text, part)
        assert (place.line, place.column, place.text) == (line, column, part)
    place = span(text, "1\r\nb")
    assert (place.end_line, place.end_column) == (2, 2)
    assert str(place) == "m.yaml:1:4"
    assert place.source.line_text(1) == "a: 1"


def test_a_sub_span_stays_inside() -> None:
    whole = span("a: conv", "conv")
    assert whole.sub(1, 2).text == "on"
    assert whole.sub(2, 9).text == "nv"
    assert whole.sub(9, 9).text == ""


# Problems.


def test_render_is_the_documented_format() -> None:
    text = "a: 1\nb: 2\n  conv1: {op: convv, channels: 64}\n"
    where = span(text, "convv", "specs/m.yaml")
    problem = Problem("unknown: convv", where, "write conv")
    assert render(problem) == (
        "error: unknown: convv\n"
        " --> specs/m.yaml:3:15\n"
        "  |\n"
        "3 |   conv1: {op: convv, channels: 64}\n"
        "  |               ^^^^^\n"
        "  = help: write conv"
    )


def test_render_widens_the_gutter_and_prints_notes_before_help() -> None:
    problem = Problem("bad", span("\n" * 99 + "x: 1\ny: 2", "x: 1\ny"), "h", ("n\nm",))
    assert render(problem) == (
        "error: bad\n"
        "   --> m.yaml:100:1\n"
        "    |\n"
        "100 | x: 1\n"
        "    | ^^^^\n"
        "    = note: n\n"
        "            m\n"
        "    = help: h"
    )


def test_render_without_a_place() -> None:
    assert render(Problem("bad")) == "error: bad"
    assert render(Problem("bad", help="h")) == "error: bad\n  = help: h"


@pytest.mark.parametrize(
    ("line", "part", "shown", "caret"),
    [
        ("\ta:\tx", "x", "    a:    x", "          ^"),
        ("日本: xy", "xy", "日本: xy", "      ^^"),
        ("a: 日本", "日本", "a: 日本", "   ^^^^"),
        ("e\u0301: x", "x", "e\u0301: x", "   ^"),
        ("\U0001f600: x", "x", "\U0001f600: x", "    ^"),
        ("a: \u200bx", "x", "a: \ufffdx", "    ^"),
        ("\x1b[1m: x", "x", "\ufffd[1m: x", "      ^"),
        ("a:   ", "", "a:", "^"),
    ],
)
def test_the_caret_is_aligned(line: str, part: str, shown: str, caret: str) -> None:
    rendered = render(Problem("bad", span(line, part))).splitlines()
    assert rendered[3:] == [f"1 | {shown}", f"  | {caret}"]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("head", "number"),
    [
        ("", 1),
        ("\ufeff", 1),
        ("doc: 日本\r\n\n", 3),
        ("# \t\r", 2),
        ("\ufeffb: 1\n", 2),
    ],
)
@pytest.mark.parametrize("tail", ["", "\r", "\n", "\r\n", " # 日本", " #\r\n\r\n"])
def test_the_caret_stands_right_however_lines_end(
    head: str, number: int, tail: str
) -> None:
    body = '日本\U0001f600: {"a": *anchor}'
    with pytest.raises(CompileError) as caught:
        load_tree(Source("m.yaml", head + body + tail))
    line, caret = str(caught.value).splitlines()[3:]
    assert line == f"{number} | {body}{tail.rstrip()}"
    # Three characters of two columns come before it.
    assert caret == "  | " + " " * (body.index("*") + 3) + "^^^^^^^"


@pytest.mark.parametrize("before", [0, 50, 200, 5000])
@pytest.mark.parametrize("after", [0, 50, 200, 5000])
def test_a_long_line_is_cut_around_the_caret(before: int, after: int) -> None:
    text = "a" * before + "X" + "b" * after
    line, caret = render(Problem("bad", span(text, "X"))).splitlines()[3:]
    assert len(line) <= 120 + len("1 | ")
    assert line[caret.index("^")] == "X"
    assert line.startswith("1 | ... ") == (before + after > 120 and before > 60)
    assert line.endswith(" ...") == (before + after > 120 and after > 60)


def test_color_changes_nothing_else() -> None:
    problem = Problem("bad", span("a: x", "x"), "h", ("n",))
    painted = render(problem, color=True)
    for code in ("\033[0m", "\033[1m", "\033[1;31m", "\033[1;34m"):
        assert code in painted
        painted = painted.replace(code, "")
    assert painted == render(problem)


def test_a_compile_error_sorts_and_drops_repetitions() -> None:
    source = Source("m.yaml", "ab")
    first, second = (Problem("p", Span(source, at, at + 1)) for at in (0, 1))
    error = CompileError([second, first, Problem("no place"), second])
    assert error.problems == [Problem("no place"), first, second]
    assert str(error) == "\n\n".join(map(render, error.problems))


def test_problems_are_raised_together() -> None:
    problems = Problems()
    problems.raise_if_any()
    problems.add("b", None, help="h", notes=("n",))
    problems.add("a", None)
    with pytest.raises(CompileError) as caught:
        problems.raise_if_any()
    assert caught.value.problems == [Problem("b", None, "h", ("n",)), Problem("a")]


def test_suggest() -> None:
    assert "'Bottleneck'" in suggest("Bottelneck", ["conv", "Bottleneck"])
    assert "'conv'" in suggest("CONV", ["conv", "bn"])
    assert suggest("quux", ["conv", "bn"]) == ""
    assert suggest("x" * 100_000, ["conv"]) == ""
