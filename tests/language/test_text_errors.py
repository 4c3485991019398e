"""Refused YAML: messages and positions."""

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from archspec.text.load import Mapping, Sequence, Tree, fragment_help, load_tree, plain
from archspec.text.problems import CompileError
from archspec.text.source import Source

INDENT = "the indentation fits no line above"
SECOND_COLON = "a second ':' on one line"
NO_COLON = "this line has no ':'"
TAG = "tags are not allowed"
TAB = "a tab cannot be used here"
SPACE = "a space is missing after ':'"

# Text, and its problems as "line:column underlined text: message".
REFUSED = [
    ("", "1:1 : the file is empty"),
    ("# only a comment\n", "1:1 : the file is empty"),
    ("---\n", "1:1 : the file is empty"),
    ("a: 1\n---\nb: 2\n", "2:1 ---: a second document"),
    # Indentation and tabs
    ("a:\n\tb: 1\n", f"2:1 \t: {TAB}"),
    ("a:\n  b: 1\n\tc: 1\n", f"3:1 \t: {TAB}"),
    ("a:\n   b: 1\n  c: 2\n", f"3:3 c: {INDENT}"),
    ("  a: 1\nb: 2\n", f"2:1 b: {INDENT}"),
    ("a:\n  b: 1\n   c: 2\n", "3:4 c: this line is indented too far"),
    # Colons
    ("a:\n  conv1 relu # c\n  bn: bn\n", f"2:3 conv1 relu: {NO_COLON}"),
    ("a: 1\n\nconv1 relu # c\nb: 2\n", f"3:1 conv1 relu: {NO_COLON}"),
    ("- relu\n  slope: 1\n", f"1:3 relu: {NO_COLON}"),
    ("a: 1\nb:2\nc: 3\n", f"2:2 :: {SPACE}"),
    ("b:2\nc: 3\n", f"1:2 :: {SPACE}"),
    ("a: b: c\n", f"1:5 :: {SECOND_COLON}"),
    ("a: {b: c: d}\n", "1:9 :: expected ',' or '}' before ':'"),
    # Brackets and quotes
    ("a: [1, 2\nb: 3\n", "1:4 [: this '[' is never closed"),
    ("a: {b: 1,\nc: {d: 1}\ne: {f: 1}\n", "1:4 {: this '{' is never closed"),
    ("a: [1, (2), # }\n", "1:4 [: this '[' is never closed"),
    ("a: [1", "1:4 [: this '[' is never closed"),
    ("a: [1}\n", "1:6 }: '[' is closed by '}'"),
    ("a: [1]]\n", "1:7 ]: ']' closes nothing"),
    ("a: }\n", "1:4 }: '}' closes nothing"),
    ("a: {k: w[0]}\n", "1:9 [: expected ',' or '}' before '['"),
    ('a: [\n 1, "x" or y]\n', "2:9 or: expected ',' or ']' before 'or'"),
    ("a: [1,, 2]\n", "1:7 ,: a value is missing before ','"),
    ("a: 'b\nc: 1\n", "1:4 ': this quote is never closed"),
    ('a: "b\n---\n', '1:4 ": this quote is never closed'),
    ('a: "\\q"\n', "1:5 \\q: unknown escape '\\q' in a text with double quotes"),
    ('a: "\\xg1"\n', "1:5 \\x: unknown escape '\\x' in a text with double quotes"),
    ('a: "b" or c\n', '1:8 or: unexpected text after the closing "'),
    ("a: [1] + [2]\n", "1:8 +: unexpected text after the closing ]"),
    # Characters with a meaning
    ("a: @b\n", "1:4 @b: a text cannot start with '@'"),
    ("a: %b\n", "1:4 %b: a text cannot start with '%'"),
    ("a: *\n", "1:4 *: '*' must be followed by the name of an anchor"),
    ("a: & b\n", "1:4 &: '&' must be followed by the name of an anchor"),
    ("a: >= 3\n", "1:4 >=: '>' starts a block of text, which goes on the next line"),
    ("a: , b\n", "1:4 ,: unexpected ','"),
    ("%YAML 2.0\n---\na: 1\n", "1:1 %YAML: this '%' directive is not allowed"),
    # Lists
    ("a: - b\n", "1:4 -: a list of '- ' items starts on a line of its own"),
    ("a: 1\n- b\n", "2:1 -: a '-' item between named entries"),
    ("- a\nb: 1\n", "2:1 b: this line has no '-', unlike those above"),
    ("{a: 1}\nb: 1\n", "2:1 b: this is after the end of the spec"),
    # Tags
    ("a: !foo 1\n", f"1:4 !foo: {TAG}"),
    ("a: &x !!binary 1\n", f"1:7 !!binary: {TAG}"),
    ("a: !<x,y> 1\n", f"1:4 !<x,y>: {TAG}"),
    ("a: !e!x 1\n", f"1:4 !e!x: {TAG}"),
    ("a: ! 1\n", f"1:4 !: {TAG}"),
    ("a: !!map [1]\n", f"1:4 !!map: {TAG}"),
    ("a: !!seq\n  b: 1\n", f"1:4 !!seq: {TAG}"),
    ("a: !!int x\n", "1:10 x: 'x' is not of the type !!int"),
    (f"a: {'9' * 201}\n", f"1:4 {'9' * 201}: a number of more than 200 digits"),
    # Anchors and merge keys
    ("a: *x\n", "1:4 *x: there is no anchor '&x' above"),
    ("a: &x [1, *x]\n", "1:11 *x: '*x' is inside '&x' itself"),
    ("a: &x {b: {c: *x}}\n", "1:15 *x: '*x' is inside '&x' itself"),
    ("<<: 1\n", "1:5 1: '<<' takes a mapping or a list of mappings"),
    (
        "a: &a 1\nb: {<<: [*a]}\n",
        "2:9 [*a]: '<<' takes a mapping or a list of mappings",
    ),
    # Keys
    ("[a]: 1\n", "1:1 [a]: a key must be a plain word"),
    ("? {a: 1}\n: 1\n", "1:3 {a: 1}: a key must be a plain word"),
    # Characters
    ("a: \x01\n", "1:4 \x01: the character U+0001 is not allowed in a spec"),
    ("é: \x00\n", "1:4 \x00: the character U+0000 is not allowed in a spec"),
    ("a: '\ufeff'\n", "1:5 \ufeff: the character U+FEFF is not allowed in a spec"),
    ("a: \u2028\n", "1:4 \u2028: the character U+2028 is not allowed in a spec"),
    ("a: \ud800\n", "1:4 \ud800: the character U+D800 is not allowed in a spec"),
]


def load(text: str) -> Tree:
    return load_tree(Source("m.yaml", text))


def refusal(text: str) -> CompileError:
    with pytest.raises(CompileError) as caught:
        load(text)
    return caught.value


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("text", "expected"), REFUSED)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_refused(text: str, expected: str, line_break: str) -> None:
    (problem,) = refusal(text.replace("\n", line_break)).problems
    at = problem.span
    assert at
    assert f"{at.line}:{at.column} {at.text}: {problem.message}" == expected


@pytest.mark.usefixtures("parser")
def test_an_escape_beyond_unicode_is_refused() -> None:
    (problem,) = refusal('a: "\\U00110000"').problems
    assert problem.span
    assert problem.span.column == 5


def test_a_problem_as_it_is_shown() -> None:
    assert str(refusal("x: 0\nb: {k: 1, w: 2, k: 3}\nx: 4\n[a]: *bb\n")) == (
        "error: duplicate key 'k'\n"
        " --> m.yaml:2:17\n"
        "  |\n"
        "2 | b: {k: 1, w: 2, k: 3}\n"
        "  |                 ^\n"
        "  = note: the first 'k' is at m.yaml:2:5\n"
        "  = help: delete one of them, or give it another name\n"
        "\n"
        "error: duplicate key 'x'\n"
        " --> m.yaml:3:1\n"
        "  |\n"
        "3 | x: 4\n"
        "  | ^\n"
        "  = note: the first 'x' is at m.yaml:1:1\n"
        "  = help: delete one of them, or give it another name\n"
        "\n"
        "error: a key must be a plain word\n"
        " --> m.yaml:4:1\n"
        "  |\n"
        "4 | [a]: *bb\n"
        "  | ^^^\n"
        "  = help: put quotes around a text that starts with a bracket\n"
        "\n"
        "error: there is no anchor '&bb' above\n"
        " --> m.yaml:4:6\n"
        "  |\n"
        "4 | [a]: *bb\n"
        "  |      ^^^"
    )


def test_a_syntax_error_does_not_hide_what_came_before() -> None:
    messages = [problem.message for problem in refusal("a: 1\na: 2\nb: [").problems]
    assert messages == ["duplicate key 'a'", "this '[' is never closed"]


def test_help_for_a_missing_space_says_what_to_write() -> None:
    assert refusal("a: 1\nb:2\n").problems[0].help == "write 'b: 2'"


# Fragments of expressions.


@pytest.mark.parametrize(
    ("text", "key", "whole"),
    [
        ("{op: conv, channels: max(8, w)}", "w)", "max(8, w)"),
        ("{channels: max(8, w, 3), k: 1}", "w", "max(8, w, 3)"),
        ("{channels: max(8, w, 3), k: 1}", "3)", "max(8, w, 3)"),
    ],
)
def test_a_split_expression_is_recognised(text: str, key: str, whole: str) -> None:
    tree = load(text)
    assert isinstance(tree, Mapping)
    assert fragment_help(key, tree) == (
        f"'{whole}' was split at the comma: quote an expression that has a comma or "
        "bracket inside { } or [ ]"
    )


def test_fragments_without_their_mapping() -> None:
    assert fragment_help("w)").startswith("'w)' looks like a part of an expression")
    assert fragment_help("channels:3") == "write 'channels: 3'"
    assert fragment_help("channels 3") == "write 'channels: 3'"
    assert fragment_help("chanels") == ""


def test_no_fragment_is_seen_in_a_sound_mapping() -> None:
    tree = load("{channels: 3, bias, w: (1)}")
    assert isinstance(tree, Mapping)
    for key in ("bias", "w", "elsewhere"):
        assert fragment_help(key, tree) == ""


# Any text.

# A text such as 08 or 1e5 is written without quotes by PyYAML, as it is no number
# there.
NUMBER_IN_12 = re.compile(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?|0o[0-7]+")
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).filter(
    lambda text: not NUMBER_IN_12.fullmatch(text)
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
data = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=12,
)


def check_spans(tree: Tree, text: str) -> None:
    """Children lie within their parents, in order, and scalars where they are read."""
    children = list[Tree]()
    if isinstance(tree, Sequence):
        children = list(tree.items)
    elif isinstance(tree, Mapping):
        children = [entry.value for entry in tree.entries.values()]
    elif tree.part(0, 99) != tree.span:
        assert text.startswith(tree.text, tree.span.start + tree.offset)
    ends = [tree.span.start, *(child.span.end for child in children)]
    for end, child in zip(ends, children, strict=False):
        assert end <= child.span.start <= child.span.end <= tree.span.end
        check_spans(child, text)


@given(data, st.booleans())
def test_what_pyyaml_dumps_is_read_back(value: Any, flow: bool) -> None:
    text = yaml.safe_dump(value, allow_unicode=False, default_flow_style=flow)
    tree = load(text)
    assert repr(plain(tree)) == repr(yaml.safe_load(text))  # repr: NaN, and the types
    check_spans(tree, text)


@given(
    st.lists(st.sampled_from([*"a1é日 \n-:,#&*!|>'\"%@`{}[]?\\", ": ", "- ", "\n  "]))
)
def test_any_text_is_read_or_refused_with_a_place(parts: list[str]) -> None:
    text = "".join(parts)
    try:
        check_spans(load(text), text)
    except CompileError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.span
            assert 0 <= problem.span.start <= problem.span.end <= len(text)
