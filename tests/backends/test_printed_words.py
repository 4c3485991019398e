"""Any words in a spec are printed as valid Python, for 3.8 and later."""

import ast

import pytest
import yaml

from archspec import pipeline
from archspec.backends import BACKENDS
from archspec.backends.printing.module import Printed
from archspec.backends.python.nodes import Ex, Literal, Template
from archspec.expr import Const, Name, parse, quote, show
from archspec.text.problems import CompileError
from tests.emitted import python_of
from tests.generator.random_specs import spec_of
from tests.wording import Wording

WORDS = (
    "it's",
    '"quoted"',
    """both ' and " and '''""",
    '"""',
    "back\\slash\\",
    "\\n",
    "{brace} }{ {{",
    "line\nbreak\r\tand\0null",
    "sharp # no comment",
    "colon: and! !=",
    "Größe ☃ \U0001f600 \u202e \xa0",
    "%s %(a)d",
    "",
)


def source(word: str, backend: str) -> str:
    """The file of a network that has ``word`` in every place for a word."""
    said = ascii(word)
    conv = {"op": "conv", "channels": 4, "kernel": 1}
    part = {
        "doc": word,
        "params": {"tag": word, "tags": [word]},
        "body": {
            "a": {**conv, "when": f"tag in [{said}, 'b']"},
            "b": {**conv, "channels": f"4 if tags[0] != {said} else 4 + 1"},
        },
    }
    copies = {
        "op": "repeat",
        "times": 2,
        "names": f"layer{{i + 1 if tag == {said} else i + 3}}",
        "body": {**conv, "when": "same"},
    }
    spec = {
        "archspec": 1,
        "name": "Net",
        "doc": word,
        "input": [4, 4, 4],
        "params": {"tag": word, "tags": [word, "b"], "use": True},
        "let": {"same": f"tag == {said}"},
        "blocks": {"Part": part},
        "body": {
            "top": copies,
            "part": {"op": "Part", "tag": said, "tags": "tags", "when": "use"},
        },
    }
    return spec_of(yaml.safe_dump(spec, sort_keys=False)).emit(backend)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("word", WORDS, ids=ascii)
def test_a_file_of_any_words_is_python(word: str, backend: str) -> None:
    try:
        text = source(word, backend)
    except CompileError as error:
        # A template ends at the first brace, whatever the quotes around it.
        assert set(word) & set("{}"), error.problems
        return
    tree = ast.parse(text)
    found = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert word in found


@pytest.mark.parametrize("word", WORDS, ids=ascii)
def test_a_quoted_word_is_itself(word: str) -> None:
    assert ast.literal_eval(quote(word)) == word
    assert ast.literal_eval(show(Const(word))) == word
    assert ast.literal_eval(python_of(Literal(word))) == word


@pytest.mark.parametrize("word", WORDS, ids=ascii)
def test_a_template_has_no_quotes_of_its_own_inside(word: str) -> None:
    """It has no backslashes either: before Python 3.12, an f-string takes neither."""
    text = python_of(Template(("a-", Ex(parse(f"i + 1 if t == {word!a} else i")))))
    assert eval(text, {"t": word, "i": 1}) == "a-2"
    assert eval(text, {"t": f"{word}x", "i": 1}) == "a-1"
    if text.startswith("f"):
        assert not set(text[2:-1]) & set('"\\')


def test_a_template_is_an_f_string_where_it_can_be() -> None:
    assert python_of(Template(("a", Ex(Name("i")), "b"))) == 'f"a{i}b"'
    name = Template(("a", Ex(parse("1 if t == 'x' else 2"))))
    assert python_of(name) == """f"a{1 if t == 'x' else 2}\""""


@pytest.mark.parametrize("text", ["x = (", "a b", "x = '\0'", "for x in y:\n"])
def test_what_is_no_python_is_never_handed_out(text: str, wording: Wording) -> None:
    with pytest.raises(CompileError) as caught:
        pipeline.python(lambda: Printed(text, (), {}), "torch")
    (problem,) = caught.value.problems
    wording(problem.help)
