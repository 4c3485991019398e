"""The JSON Schema of the language accepts what the compiler accepts."""

import inspect
import json
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

import archspec
from archspec.front.read import load_network
from archspec.ops import OPS
from archspec.schema import schema
from archspec.spec import STRUCTURE, Block, Network, Node, OpNode, Output
from archspec.text.files import read_source
from archspec.text.load import load_tree
from archspec.text.problems import CompileError
from archspec.text.tree import plain
from tests.commands import ROOT, good

GOOD = sorted([*ROOT.glob("specs/**/*.yaml"), *ROOT.glob("tests/cases/*.yaml")])
BAD = sorted(ROOT.glob("tests/errors/*.yaml"))
SCHEMA = schema()
VALIDATOR = Draft7Validator(SCHEMA)

# Mistakes of form that the schema does not see, by the names of their specs.
UNSEEN = (
    # A list of hundreds of reserved names would be in an editor's way.
    *("block_reserved", "name_keyword", "name_of_*", "name_private", "name_reserved"),
    *("name_self", "network_name_*", "param_called_when", "param_is_a_keyword"),
    "param_reserved",
    # An expression is a text.
    *("expression_[!s]*", "expression_syntax", "repeat_names_expression"),
    # It takes two places, or two files, to see it.
    *("extends_missing_file", "extends_outside", "extends_param_type"),
    *("extends_unknown_param", "index_is_a_column"),
    # Lists may hold lists, whose types count as well.
    "param_default_mixed",
)


def test_descriptions_do_not_depend_on_indentation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Python 3.13 removes the indentation of docstrings, earlier versions keep it."""
    for model in (Network, Block, Output, *STRUCTURE.values(), OpNode, Node):
        monkeypatch.setattr(model, "__doc__", inspect.cleandoc(model.__doc__ or ""))
    assert schema() == SCHEMA


def errors(path: Path) -> list[str]:
    """The errors that the schema finds in a file."""
    data = plain(load_tree(read_source(path)))
    return [error.message for error in VALIDATOR.iter_errors(data)]


def test_the_command_prints_a_schema_without_a_place() -> None:
    assert json.loads(good("schema")) == SCHEMA
    Draft7Validator.check_schema(SCHEMA)
    urls = set(re.findall(r"\w+://[^\"]*", json.dumps(SCHEMA)))
    assert urls == {SCHEMA["$schema"]}


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_good_specs_are_valid(path: Path) -> None:
    assert errors(path) == []


def problems_of_form(path: Path) -> list[str]:
    """The problems that the compiler finds before it looks at names and shapes."""
    try:
        load_network(path)
    except CompileError as error:
        return [
            problem.message
            for problem in error.problems
            if problem.span is None or problem.span.source.path == str(path)
        ]
    return []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_specs_are_invalid_if_their_form_is_wrong(path: Path) -> None:
    wrong = problems_of_form(path)
    try:
        found = errors(path)
    except CompileError:
        return  # it is no YAML
    if any(fnmatch(path.stem, name) for name in UNSEEN):
        assert not found
    elif found and not wrong:  # what the compiler sees where it looks at values
        with pytest.raises(CompileError):
            archspec.load(path)
    else:
        assert bool(found) == bool(wrong), (found, wrong)


def test_everything_unseen_is_seen_by_the_compiler() -> None:
    wrong = [path.stem for path in BAD if problems_of_form(path)]
    assert all(any(fnmatch(stem, name) for stem in wrong) for name in UNSEEN)


def test_every_operator_and_every_field_has_a_description() -> None:
    definitions = SCHEMA["definitions"]
    for name in [*(op.NAME for op in OPS), *STRUCTURE]:
        part = definitions[f"op-{name}"]
        assert part["description"]
        for key, field in part["properties"].items():
            assert field.get("description"), (name, key)
    for name in ("block", "call"):
        for key, field in definitions[name]["properties"].items():
            assert field["description"], (name, key)
    assert all(field["description"] for field in SCHEMA["properties"].values())
