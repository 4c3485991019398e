"""The YAML tree: its values, its positions, and refused aliases."""

import math

import pytest

from archspec.text.load import (
    Mapping,
    Scalar,
    Sequence,
    Tree,
    load_tree,
    locate,
    plain,
)
from archspec.text.problems import CompileError
from archspec.text.source import Source
from tests.wording import Wording


def load(text: str) -> Tree:
    return load_tree(Source("m.yaml", text))


def headlines(text: str) -> list[str]:
    """The problems of a text, each as ``line:column message``."""
    with pytest.raises(CompileError) as caught:
        load(text)
    places = [(problem.span, problem.message) for problem in caught.value.problems]
    return [f"{at.line}:{at.column} {message}" for at, message in places if at]


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


def test_an_alias_bomb_is_refused_without_being_expanded(wording: Wording) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for n in range(1, 40):
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
    wording("\n".join(headlines("\n".join(lines))))
    merges = [line.replace("[", "{<<: [").replace("]", "]}") for line in lines[1:]]
    assert headlines("\n".join(["a0: &a0 {x: 1}", *merges]))[0].startswith("6:")


def test_depth_is_bounded_with_and_without_aliases(wording: Wording) -> None:
    assert plain(load("[" * 100 + "]" * 100))
    for text in ("[" * 100_000, "".join(f"{' ' * n}a:\n" for n in range(120))):
        wording("\n".join(headlines(text)))
    lines = [
        f"a{n}: &a{n} {'[' * 40}{f'*a{n - 1}' if n else 1}{']' * 40}" for n in range(9)
    ]
    wording("\n".join(headlines("\n".join(lines))))
