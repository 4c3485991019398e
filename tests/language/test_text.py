"""Texts with positions: rendered problems, the YAML tree, and what it refuses."""

import math

import pytest
import yaml

from archspec.text.load import (
    Mapping,
    Scalar,
    Sequence,
    Tree,
    load_tree,
    locate,
    plain,
)
from archspec.text.problems import CompileError, Problem, Problems, render, suggest
from archspec.text.source import Source, Span


@pytest.fixture(params=["libyaml", "python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs a test with each of PyYAML's two parsers."""
    if request.param == "python":
        monkeypatch.setattr(yaml, "__with_libyaml__", False)


def load(text: str) -> Tree:
    return load_tree(Source("m.yaml", text))


def headlines(text: str) -> list[str]:
    """The problems of a text, each as ``line:column message``."""
    with pytest.raises(CompileError) as caught:
        load(text)
    places = [(problem.span, problem.message) for problem in caught.value.problems]
    return [f"{at.line}:{at.column} {message}" for at, message in places if at]


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
    problem = Problem("unknown operator 'convv'", where, suggest("convv", ["conv"]))
    assert render(problem) == (
        "error: unknown operator 'convv'\n"
        " --> specs/m.yaml:3:15\n"
        "  |\n"
        "3 |   conv1: {op: convv, channels: 64}\n"
        "  |               ^^^^^\n"
        "  = help: did you mean 'conv'?"
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
        load(head + body + tail)
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
    assert suggest("Bottelneck", ["conv", "Bottleneck"]) == "did you mean 'Bottleneck'?"
    assert suggest("CONV", ["conv", "bn"]) == "did you mean 'conv'?"
    assert suggest("quux", ["conv", "bn"]) == ""
    assert suggest("x" * 100_000, ["conv"]) == ""


# Values.


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((text, None) for text in ("null", "Null", "NULL", "~", "")),
        *((text, True) for text in ("true", "True", "TRUE")),
        *((text, False) for text in ("false", "False", "FALSE")),
        *(("12", 12), ("-3", -3), ("+4", 4), ("010", 10), ("0o17", 15), ("0xfF", 255)),
        *(("1e-5", 1e-5), ("1.", 1.0), (".5", 0.5), ("-1.5E3", -1500.0), ("+1.0", 1.0)),
        *((".inf", math.inf), ("-.INF", -math.inf), ("!!float 1", 1.0)),
        *((text, text) for text in ("on", "no", "yes", "y", "nULL", "1_000", "12:30")),
        *(
            (text, text)
            for text in ("2001-01-01", "0b1", "0o8", "-0x1", "e5", "+", "=")
        ),
        *(("'12'", "12"), ('"true"', "true"), ("!!str 12", "12"), ("!!int '1'", 1)),
        *(("٣", "٣"), ('"é\\n"', "é\n"), ("max(8, w)", "max(8, w)")),
    ],
)
@pytest.mark.usefixtures("parser")
def test_scalars_follow_the_core_schema(text: str, value: object) -> None:
    found = plain(load(f"a: {text}\n"))["a"]
    assert (found, type(found)) == (value, type(value))


def test_not_a_number() -> None:
    assert math.isnan(plain(load("a: .NaN"))["a"])


@pytest.mark.usefixtures("parser")
def test_keys_are_kept_as_text() -> None:
    tree = load("1: a\ntrue: b\n'x y': c\n1e3: d\n~: e\n&k z: f\n")
    assert list(plain(tree)) == ["1", "true", "x y", "1e3", "~", "z"]


@pytest.mark.usefixtures("parser")
def test_spans() -> None:
    text = (
        "日本: é\r\n"
        "a: {op: conv, k: [1, 'two']} # c\n"
        "b: &x !!str  12\n"
        "c: |\n  one\n  two\n\n"
        "d:\n  - 1\n  - e: \n\n\n"
        "f: plain\n   text\n"
        "g: *x\n"
        "h:\tlast\n"
    )
    tree = load("\ufeff" + text)
    expected: dict[tuple[str | int, ...], str] = {
        ("日本",): "é",
        ("a",): "{op: conv, k: [1, 'two']}",
        ("a", "k"): "[1, 'two']",
        ("a", "k", 1): "'two'",
        ("b",): "12",
        ("c",): "|\n  one\n  two",
        ("d",): "- 1\n  - e:",
        ("d", 1): "e:",
        ("d", 1, "e"): "",
        ("f",): "plain\n   text",
        ("g",): "12",
        ("h",): "last",
        (): text.strip(),
    }
    for path, part in expected.items():
        assert locate(tree, path).text == part
    assert locate(tree, ("d", 1, "e")).column == 7
    assert locate(tree, ("a", "k"), key=True).text == "k"
    assert locate(tree, ("a", "k", 0), key=True).text == "1"


def test_locate_ignores_steps_that_lead_nowhere() -> None:
    tree = load("a: {b: [1]}")
    assert locate(tree, ("a", "no", "b", 7, -1)).text == "[1]"
    assert locate(tree, ("a", "b", "no"), key=True).text == "b"
    assert locate(tree, ("no",), key=True) == tree.span


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("width * 4", "*"),
        ("'width * 4'", "*"),
        ('"width * 4"', "*"),
        ("&w width * 4", "*"),
        ("width\n * 4", "width\n * 4"),
        ('"width\\x20* 4"', '"width\\x20* 4"'),
        (">-\n  width\n  * 4", ">-\n  width\n  * 4"),
    ],
)
def test_part_of_a_scalar(text: str, part: str) -> None:
    tree = load(f"a: {text}\n")
    assert isinstance(tree, Mapping)
    scalar = tree.entries["a"].value
    assert isinstance(scalar, Scalar)
    assert scalar.text == "width * 4"
    assert scalar.part(6, 1).text == part
    assert scalar.part(0, 0) == scalar.span


# Anchors, aliases and merge keys.


@pytest.mark.usefixtures("parser")
def test_an_alias_shares_the_tree() -> None:
    tree = load("a: &x {k: 1}\nb: [*x, *x]\n")
    assert isinstance(tree, Mapping)
    shared = tree.entries["b"].value
    assert isinstance(shared, Sequence)
    assert shared.items[0] is shared.items[1] is tree.entries["a"].value
    assert shared.span.text == "[*x, *x]"


@pytest.mark.usefixtures("parser")
def test_merge_keys() -> None:
    tree = plain(
        load(
            "a: &a {k: 1, l: 2, m: 3}\nb: &b {m: 4, n: 5}\n"
            "one: {first: 0, <<: *a, l: own, last: 9}\n"
            "two: {n: own, <<: [*b, *a, {o: 6}]}\n"
            "quoted: {'<<': 1}\n"
        )
    )
    assert list(tree["one"].items()) == [
        *(("first", 0), ("k", 1), ("l", "own"), ("m", 3), ("last", 9))
    ]
    assert tree["two"] == {"n": "own", "m": 4, "k": 1, "l": 2, "o": 6}
    assert tree["quoted"] == {"<<": 1}


def test_an_alias_bomb_is_refused_without_being_expanded() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for n in range(1, 40):
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
    assert headlines("\n".join(lines)) == [
        "6:10 aliases expand to more than 200000 values"
    ]
    merges = [line.replace("[", "{<<: [").replace("]", "]}") for line in lines[1:]]
    assert headlines("\n".join(["a0: &a0 {x: 1}", *merges]))[0].startswith("6:")


def test_depth_is_bounded_with_and_without_aliases() -> None:
    assert plain(load("[" * 100 + "]" * 100))
    too_deep = "nested more than 100 levels deep"
    assert headlines("[" * 100_000) == [f"1:101 {too_deep}"]
    assert headlines("".join(f"{' ' * n}a:\n" for n in range(120))) == [
        f"100:100 {too_deep}"
    ]
    lines = [
        f"a{n}: &a{n} {'[' * 40}{f'*a{n - 1}' if n else 1}{']' * 40}" for n in range(9)
    ]
    assert headlines("\n".join(lines)) == [
        "3:49 aliases nest more than 100 levels deep"
    ]
