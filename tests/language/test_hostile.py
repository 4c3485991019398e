"""Names and texts with a meaning elsewhere are refused, or stay names and texts.

What is emitted is imported and run in every framework, against the reference.
"""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.text.problems import CompileError
from tests.generator.random_specs import spec_of
from tests.live import assert_close, inputs_of
from tests.wording import Wording

# Each would leave a mark if any of it were executed, by Python or by Jinja.
MARK = "archspec_was_here"
CODE = f"__import__('pathlib').Path('{MARK}').touch()"
TEXTS = [
    *(
        '"""',
        "'''",
        '\\"""',
        "\\",
        "\\\\",
        "\\N{BULLET}",
        "\\x41\\u0041\\",
        "\n\n",
        "'",
        '"',
    ),
    *(
        f'"""\n{CODE}\n"""',
        f"'); {CODE} #",
        f'"); {CODE} #',
        f"\\\n{CODE}",
        "#",
        "%s {0} $x",
    ),
    *("{{ 7 * 7 }}", "{% for x in y %}", "{# x", "{{ ''.__class__.__mro__ }}", "${x}"),
    *(
        "\u202e\u2066abc\u2069",
        "\u200b",
        "\ufeffx",
        "e\u0301",
        "\U0001f600",
        "\t",
        "\x7f",
    ),
]
NAMES = [
    *("__class__", "__init__", "__dict__", "__", "_", "class", "None", "True", "self"),
    *(
        "forward",
        "training",
        "train",
        "F",
        "nn",
        "np",
        "torch",
        "mx",
        "paddle",
        "chainer",
    ),
    *("super", "print", "eval", "exec", "object", "type", "len", "range", "input", "x"),
    *("x_", "args", "kwargs", "weight", "bias", "W", "W_", "shape", "dtype", "device"),
    *(
        "mro",
        "register",
        "data",
        "grad",
        "i",
        "e",
        "l",
        "O",
        "in_channels",
        "Net",
        "Block",
    ),
    *(
        "a-b",
        "a--b",
        "a_b",
        "-",
        "0",
        "00",
        "1e5",
        "a.b",
        "a b",
        "",
        " ",
        "a\n",
        "a'",
        'a"',
    ),
    *(
        "a{",
        "{{ a }}",
        "{i}",
        "a;b",
        "a=1",
        "a,b",
        "a(",
        "\u0430",
        "\uff41",
        "e\u0301",
        "\xaa",
    ),
    *(
        "a\u200b",
        "\u202ea",
        "\U0001d41a",
        "a\\",
        "a\x7f",
        "a" * 3000,
        "ab" + "c" * 90,
        "_a1",
    ),
]

# Where a name can stand: a spec that has it there.
CONV = {"op": "conv", "channels": 4, "kernel": 1}


def spec(**parts: Any) -> dict[str, Any]:
    return {
        "archspec": 1,
        "name": "Net",
        "input": [4, 6, 6],
        "body": {"c0": CONV},
    } | parts


def in_block(name: str, **parts: Any) -> dict[str, Any]:
    return spec(blocks={"Part": parts}, body={"part": {"op": "Part"}})


PLACES: dict[str, Callable[[str], dict[str, Any]]] = {
    "network": lambda name: spec(name=name),
    "node": lambda name: spec(body={"c0": CONV, name: CONV, "after": "relu"}),
    "function": lambda name: spec(body={name: "relu", "c0": CONV}),
    "value": lambda name: spec(
        body={name: CONV, "b": CONV, "s": {"op": "add", "from": [name, "b"]}}
    ),
    "inner": lambda name: spec(body=[{"op": "seq", "body": {name: CONV, "c0": CONV}}]),
    "param": lambda name: spec(params={name: 4}, body=[CONV | {"channels": name}]),
    "block_param": lambda name: spec(
        blocks={"Part": {"params": {name: 3}, "body": [CONV | {"channels": name}]}},
        body={"part": {"op": "Part", name: 4}},
    ),
    "let": lambda name: spec(
        params={"p": 4}, let={name: "p * 2"}, body={"c0": CONV | {"channels": name}}
    ),
    "block": lambda name: spec(
        blocks={name: {"body": {"c0": CONV}}}, body={"part": name}
    ),
    "input": lambda name: spec(input={name: [4, 6, 6]}),
    "block_input": lambda name: in_block(name, inputs=[name], body={"c0": CONV}),
    "output": lambda name: spec(
        body={"c0": CONV, "c1": CONV}, outputs={name: "c0", "last": "c1"}
    ),
    "index": lambda name: spec(
        body={
            "r": {"op": "repeat", "times": 2, "index": name}
            | {"body": CONV | {"channels": f"4 + {name}"}}
        }
    ),
    "row": lambda name: spec(
        body={
            "r": {"op": "repeat", "over": [4, 5], "as": name}
            | {"body": CONV | {"channels": name}}
        }
    ),
    "copies": lambda name: spec(
        body={"r": {"op": "repeat", "times": 2, "names": name + "{i}", "body": CONV}}
    ),
}


def compiled(tree: dict[str, Any]) -> Spec | None:
    """The spec, or None if it is refused with an explanation of every problem."""
    try:
        return spec_of(yaml.safe_dump(tree, sort_keys=False, allow_unicode=False))
    except CompileError as error:
        assert all(problem.span and problem.message for problem in error.problems)
        assert str(error).replace("\n", "").isprintable()
        return None


def assert_harmless(source: str) -> None:
    """A file has only imports and classes, and these only docstrings and methods."""
    for node in ast.parse(source).body:
        assert isinstance(
            node, (ast.Import, ast.ImportFrom, ast.ClassDef, ast.FunctionDef)
        )
        if isinstance(node, ast.ClassDef):
            head, *methods = node.body
            assert isinstance(head, ast.Expr) and isinstance(head.value, ast.Constant)
            assert all(isinstance(part, ast.FunctionDef) for part in methods)


def assert_right(one: Spec, backend: str) -> None:
    """The emitted file, imported and run, gives the values of the reference."""
    from archspec.backends.contract.runtime import load_runtime

    assert_harmless(one.emit(backend))
    runtime = load_runtime(backend)
    weights = one.init_weights()
    inputs = inputs_of(one.graph)
    expected = one.reference(weights, *inputs)
    net = one.build(backend, weights, dtype="float64")
    actual = runtime.run(net, inputs)
    pairs = [
        found if isinstance(found, tuple) else (found,) for found in (actual, expected)
    ]
    assert_close([np.asarray(part) for part in pairs[0]], pairs[1])


@pytest.fixture(autouse=True)
def unmarked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a test in a folder in which no file may appear."""
    monkeypatch.chdir(tmp_path)
    yield
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("place", PLACES)
def test_a_name_is_refused_or_a_name(place: str, backend: str) -> None:
    taken: list[str] = []
    for name in NAMES:
        if one := compiled(PLACES[place](name)):
            taken.append(name)
            assert_right(one, backend)
    assert taken  # or the place is not what this test takes it for
    quoted = {name for name in taken if not name.replace("-", "_").isidentifier()}
    assert all(name.isascii() for name in taken)
    if place != "copies":  # where a number follows
        assert not quoted
        assert not {"__class__", "__init__", "class", "None", "self"} & set(taken)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_doc_stays_a_doc(backend: str) -> None:
    for text in TEXTS:
        tree = spec(
            doc=text, blocks={"Part": {"doc": f"{text} x", "body": {"c0": CONV}}}
        )
        one = compiled(tree | {"body": {"part": "Part"}})
        assert one, text
        assert_right(one, backend)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_word_of_a_param_stays_a_word(backend: str) -> None:
    for text in TEXTS:
        same = CONV | {"channels": "4 if kind == 'same' else 3"}
        one = compiled(spec(params={"kind": text}, body={"c0": same}))
        assert one, text
        assert_right(one, backend)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_text_in_an_expression_stays_a_text(backend: str) -> None:
    for text in TEXTS:
        same = CONV | {"channels": f"4 if kind == {text!a} else 3"}
        one = compiled(spec(params={"kind": "other"}, body={"c0": same}))
        assert one, text
        assert_right(one, backend)
        one = compiled(spec(params={"kind": text}, body={"c0": same}))
        assert one and one.graph.output_shape == (4, 6, 6)


@pytest.mark.parametrize(
    "text", [CODE, f"[{CODE}]", "().__class__", "open('x')", "f'{x}'"]
)
@pytest.mark.parametrize("key", ["channels", "kernel", "bias", "when", "from", "init"])
def test_code_is_no_expression(key: str, text: str) -> None:
    assert compiled(spec(body={"c0": CONV | {key: text}})) is None


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x07", "\ufffe", "\x85", "\u2028"])
@pytest.mark.parametrize("quoted", [False, True])
def test_characters_that_are_no_text_are_refused(
    char: str, quoted: bool, wording: Wording
) -> None:
    text = f'archspec: 1\nname: Net\ndoc: "a{char}b"\ninput: [4, 6, 6]\nbody: [relu]\n'
    if quoted:
        text = text.replace(char, f"\\u{ord(char):04x}")
        assert_harmless(spec_of(text).emit("torch"))
        return
    with wording.raises(CompileError):
        spec_of(text)
