"""Reading spec files: from text to tree to ``Network``."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from pydantic import ValidationError

from archspec.front.extend import merge
from archspec.front.place import problems_of
from archspec.spec import Network
from archspec.spec.faults import spell
from archspec.text.files import read_source
from archspec.text.load import load_tree
from archspec.text.problems import CompileError, Problem, phase, suggest
from archspec.text.source import Source
from archspec.text.tree import Mapping, Scalar, Tree, plain
from archspec.zoo import catalog

MAX_CHAIN = 20  # specs that extend each other

# From a file and the value of its `extends` to the file that it names.
Resolver: TypeAlias = Callable[[Source, str], Source]


def load_network(path: "str | os.PathLike[str]") -> Network:
    """The network in a file, or in the zoo's spec with this name.

    ``extends`` is looked up in the folder of the file, then in the zoo.

    Raises:
        CompileError: the file cannot be read, or is not well-formed.
    """
    return read_network(read_source(catalog.path_of(path)), beside)


def read_network(source: Source, resolve_extends: Resolver | None = None) -> Network:
    """The network in a text, with its tree for positions.

    Args:
        source: the text.
        resolve_extends: finds the file that a file extends; None if a text cannot
            extend any. It raises ValueError with a message for the user.

    Raises:
        CompileError: everything that is not well-formed, each problem with its span.
    """
    return build(_merged(source, resolve_extends, ()))


@phase("structure")
def build(tree: Tree) -> Network:
    """The network of a tree. Raises CompileError."""
    if not isinstance(tree, Mapping):
        message = f"a spec is a mapping, got {spell(plain(tree))}"
        help = "start with the lines 'archspec: 1', 'name: ...' and 'input: ...'"
        raise CompileError([Problem(message, tree.span, help)])
    try:
        return Network.model_validate(plain(tree)).at(tree)
    except ValidationError as error:
        raise CompileError(problems_of(error, tree)) from None


# --- extends -----------------------------------------------------------------------


@phase("extends")
def _merged(source: Source, resolve: Resolver | None, above: tuple[str, ...]) -> Tree:
    """The tree of a text, merged into the tree of the file that it extends."""
    tree = load_tree(source)
    if not isinstance(tree, Mapping) or "extends" not in tree.entries:
        return tree
    named = tree.entries["extends"].value
    chain = (*above, os.path.realpath(source.path))
    try:
        base = _base(source, named, resolve)
    except ValueError as error:
        message, *help = error.args
        raise CompileError([Problem(message, named.span, *help)]) from None
    if os.path.realpath(base.path) in chain:
        names = " extends ".join(os.path.basename(path) for path in (*chain, base.path))
        raise CompileError(
            [Problem("a spec extends itself", named.span, notes=(names,))]
        )
    if len(chain) > MAX_CHAIN:
        message = f"a chain of more than {MAX_CHAIN} specs that extend each other"
        raise CompileError([Problem(message, named.span)])
    return merge(_merged(base, resolve, chain), tree)


def _base(source: Source, named: Tree, resolve: Resolver | None) -> Source:
    if not isinstance(named, Scalar) or not isinstance(named.value, str):
        raise ValueError("expected the name of a spec file, such as resnet50.yaml")
    if resolve is None:
        raise ValueError("a text that is not in a file cannot extend one")
    return resolve(source, named.value)


def beside(source: Source, name: str) -> Source:
    """The file ``name`` in the folder tree of ``source``, or in the shipped zoo.

    Raises:
        ValueError: it is outside both, or does not exist; with a message and a help.
        CompileError: it cannot be read.
    """
    folder = Path(os.path.realpath(source.path)).parent
    for base in (folder, catalog.folder()):
        # Follow links before the comparison: one may lead out of the folder.
        path = Path(os.path.realpath(base / name))
        if not path.is_relative_to(folder) and not path.is_relative_to(
            catalog.folder()
        ):
            message = f"'{name}' is outside the folder of this file"
            raise ValueError(message, "copy it here, or into a folder below")
        if os.path.isfile(path):  # False for a name that no file can have
            return read_source(catalog.shown(path))
    message = f"there is no spec '{name}' in the folder of this file or in the zoo"
    known = [
        file.name for file in (*folder.glob("*.yaml"), *catalog.folder().glob("*.yaml"))
    ]
    raise ValueError(message, suggest(name, known))
