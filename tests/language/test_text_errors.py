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
from tests.wording import Wording

# Text, and its problem as "line:column underlined text".
REFUSED = [
    ("", "1:1 "),
    ("# only a comment\n", "1:1 "),
    ("---\n", "1:1 "),
    ("a: 1\n---\nb: 2\n", "2:1 ---"),
    # Indentation and tabs
    ("a:\n\tb: 1\n", "2:1 \t"),
    ("a:\n  b: 1\n\tc: 1\n", "3:1 \t"),
    ("a:\n   b: 1\n  c: 2\n", "3:3 c"),
    ("  a: 1\nb: 2\n", "2:1 b"),
    ("a:\n  b: 1\n   c: 2\n", "3:4 c"),
    # Colons
    ("a:\n  conv1 relu # c\n  bn: bn\n", "2:3 conv1 relu"),
    ("a: 1\n\nconv1 relu # c\nb: 2\n", "3:1 conv1 relu"),
    ("- relu\n  slope: 1\n", "1:3 relu"),
    ("a: 1\nb:2\nc: 3\n", "2:2 :"),
    ("b:2\nc: 3\n", "1:2 :"),
    ("a: b: c\n", "1:5 :"),
    ("a: {b: c: d}\n", "1:9 :"),
    # Brackets and quotes
    ("a: [1, 2\nb: 3\n", "1:4 ["),
    ("a: {b: 1,\nc: {d: 1}\ne: {f: 1}\n", "1:4 {"),
    ("a: [1, (2), # }\n", "1:4 ["),
    ("a: [1", "1:4 ["),
    ("a: [1}\n", "1:6 }"),
    ("a: [1]]\n", "1:7 ]"),
    ("a: }\n", "1:4 }"),
    ("a: {k: w[0]}\n", "1:9 ["),
    ('a: [\n 1, "x" or y]\n', "2:9 or"),
    ("a: [1,, 2]\n", "1:7 ,"),
    ("a: 'b\nc: 1\n", "1:4 '"),
    ('a: "b\n---\n', '1:4 "'),
    ('a: "\\q"\n', "1:5 \\q"),
    ('a: "\\xg1"\n', "1:5 \\x"),
    ('a: "b" or c\n', "1:8 or"),
    ("a: [1] + [2]\n", "1:8 +"),
    # Characters with a meaning
    ("a: @b\n", "1:4 @b"),
    ("a: %b\n", "1:4 %b"),
    ("a: *\n", "1:4 *"),
    ("a: & b\n", "1:4 &"),
    ("a: >= 3\n", "1:4 >="),
    ("a: , b\n", "1:4 ,"),
    ("%YAML 2.0\n---\na: 1\n", "1:1 %YAML"),
    # Lists
    ("a: - b\n", "1:4 -"),
    ("a: 1\n- b\n", "2:1 -"),
    ("- a\nb: 1\n", "2:1 b"),
    ("{a: 1}\nb: 1\n", "2:1 b"),
    # Tags
    ("a: !foo 1\n", "1:4 !foo"),
    ("a: &x !!binary 1\n", "1:7 !!binary"),
    ("a: !<x,y> 1\n", "1:4 !<x,y>"),
    ("a: !e!x 1\n", "1:4 !e!x"),
    ("a: ! 1\n", "1:4 !"),
    ("a: !!map [1]\n", "1:4 !!map"),
    ("a: !!seq\n  b: 1\n", "1:4 !!seq"),
    ("a: !!int x\n", "1:10 x"),
    pytest.param(f"a: {'9' * 201}\n", f"1:4 {'9' * 201}", id="digits"),
    # Anchors and merge keys
    ("a: *x\n", "1:4 *x"),
    ("a: &x [1, *x]\n", "1:11 *x"),
    ("a: &x {b: {c: *x}}\n", "1:15 *x"),
    ("<<: 1\n", "1:5 1"),
    (
        "a: &a 1\nb: {<<: [*a]}\n",
        "2:9 [*a]",
    ),
    # Keys
    ("[a]: 1\n", "1:1 [a]"),
    ("? {a: 1}\n: 1\n", "1:3 {a: 1}"),
    # Characters
    ("a: \x01\n", "1:4 \x01"),
    ("é: \x00\n", "1:4 \x00"),
    ("a: '\ufeff'\n", "1:5 \ufeff"),
    ("a: \u2028\n", "1:4 \u2028"),
    ("a: \ud800\n", "1:4 \ud800"),
]


def load(text: str) -> Tree:
    return load_tree(Source("m.yaml", text))


def refusal(text: str) -> CompileError:
    with pytest.raises(CompileError) as caught:
        load(text)
    return caught.value


@pytest.mark.parametrize(("text", "place"), REFUSED)
def test_refused(
    text: str, place: str, monkeypatch: pytest.MonkeyPatch, wording: Wording
) -> None:
    told: set[tuple[str, str]] = set()
    for libyaml in {yaml.__with_libyaml__, False}:
        monkeypatch.setattr(yaml, "__with_libyaml__", libyaml)
        for line_break in ("\n", "\r\n"):
            (problem,) = refusal(text.replace("\n", line_break)).problems
            at = problem.span
            assert at
            told.add((f"{at.line}:{at.column} {at.text}", problem.message))
    ((found, message),) = told
    assert found == place
    wording(message)


@pytest.mark.usefixtures("parser")
def test_an_escape_beyond_unicode_is_refused() -> None:
    (problem,) = refusal('a: "\\U00110000"').problems
    assert problem.span
    assert problem.span.column == 5


def test_a_problem_as_it_is_shown(wording: Wording) -> None:
    wording(refusal("x: 0\nb: {k: 1, w: 2, k: 3}\nx: 4\n[a]: *bb\n"))


def test_a_syntax_error_does_not_hide_what_came_before() -> None:
    problems = refusal("a: 1\na: 2\nb: [").problems
    assert [str(problem.span) for problem in problems] == ["m.yaml:2:1", "m.yaml:3:4"]


def test_help_for_a_missing_space_says_what_to_write() -> None:
    (problem,) = refusal("a: 1\nb:2\n").problems
    assert "'b: 2'" in problem.help


# Fragments of expressions.


@pytest.mark.parametrize(
    ("text", "key", "whole"),
    [
        ("{op: conv, channels: max(8, w)}", "w)", "max(8, w)"),
        ("{channels: max(8, w, 3), k: 1}", "w", "max(8, w, 3)"),
        ("{channels: max(8, w, 3), k: 1}", "3)", "max(8, w, 3)"),
    ],
)
def test_a_split_expression_is_recognised(
    text: str, key: str, whole: str, wording: Wording
) -> None:
    tree = load(text)
    assert isinstance(tree, Mapping)
    help = fragment_help(key, tree)
    assert f"'{whole}'" in help
    wording(help)


def test_fragments_without_their_mapping(wording: Wording) -> None:
    for text in ("w)", "channels:3", "channels 3"):
        wording(fragment_help(text))
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
