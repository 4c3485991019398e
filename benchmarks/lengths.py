"""How long emitted files are: ``python -m benchmarks.lengths`` writes docs/lengths.md.

Where torchvision and Paddle are installed, as `make test-torchvision` has them; neither is
imported.
"""

import ast
import io
import sys
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec, resolve_name
from pathlib import Path

import archspec

PAGE = Path(__file__).parent.parent / "docs/lengths.md"
TEXT = """\
# Lengths

The length of emitted files, compared with the framework's own file for the same network.
`python -m benchmarks.lengths` writes this page, with {versions}.

**Lines** are lines of code, without blank lines, comments, docstrings and imports. In the
framework's own files, only the definitions that the network needs count: its class, and
every definition named in one that counts, except in annotations, in any file of the
framework. Builder functions do not count, and neither do blocks of other networks in the
same file, or code that only reports usage. **Statements** are lines with each statement on
one line, so they do not depend on line length.

Every emitted file is shorter than the framework's own. There are reasons on both sides: the
framework's files serve a whole family, with type annotations and options (choice of norm,
width multipliers, initialisation), of which an emitted class has only the params of its
spec. On the other hand, an emitted class contains its table of layers, which torchvision
has in builder functions. Paddle has no EfficientNet.

| network | framework | emitted: lines | own: lines | emitted: statements | own: statements |
|---|---|--:|--:|--:|--:|
{rows}
"""


@dataclass(frozen=True)
class Own:
    """What a framework has itself: where its definitions are, and which count.

    Attributes:
        module: the file that defines the network.
        roots: what counts, with all that it needs.
        without: blocks of other networks.
    """

    module: str
    roots: Sequence[str]
    without: Sequence[str] = ()


NETWORKS = {
    ("resnet50", "torch"): Own(
        "torchvision.models.resnet", ("ResNet", "Bottleneck"), ("BasicBlock",)
    ),
    ("densenet121", "torch"): Own("torchvision.models.densenet", ("DenseNet",)),
    ("mobilenet_v3_large", "torch"): Own(
        "torchvision.models.mobilenetv3", ("MobileNetV3",)
    ),
    ("efficientnet_b0", "torch"): Own(
        "torchvision.models.efficientnet",
        ("EfficientNet", "MBConv", "MBConvConfig"),
        ("FusedMBConv", "FusedMBConvConfig"),
    ),
    ("resnet50", "paddle"): Own(
        "paddle.vision.models.resnet", ("ResNet", "BottleneckBlock"), ("BasicBlock",)
    ),
    ("densenet121", "paddle"): Own("paddle.vision.models.densenet", ("DenseNet",)),
    ("mobilenet_v3_large", "paddle"): Own(
        "paddle.vision.models.mobilenetv3", ("MobileNetV3Large",)
    ),
}
REPORTING = "_log_api_usage_once"


def main() -> None:
    """Write the page; leaves with code 1 where an emitted file is longer."""
    rows: list[str] = []
    for (name, backend), own in NETWORKS.items():
        emitted = archspec.load(name).emit(backend)
        lines, statements = length(emitted, ast.parse(emitted).body)
        theirs = [length(*found) for found in _needed(own)]
        cells = (
            name,
            own.module.partition(".")[0],
            lines,
            sum(length[0] for length in theirs),
            statements,
            sum(length[1] for length in theirs),
        )
        if cells[2] > cells[3] or cells[4] > cells[5]:
            sys.exit(f"what is emitted for {name} is longer than {own.module}")
        rows.append(f"| {' | '.join(map(str, cells))} |")
    versions = ", ".join(f"{p} {version(p)}" for p in ("torchvision", "paddlepaddle"))
    PAGE.write_text(TEXT.format(versions=versions, rows="\n".join(rows)))


def _needed(own: Own) -> Iterator[tuple[str, list[ast.stmt]]]:
    """What the network needs: the text of each file, and its definitions that count."""
    seen = {(own.module, name) for name in own.without}
    todo = [(own.module, name) for name in own.roots]
    found: dict[str, list[ast.stmt]] = {}
    while todo:
        module, name = todo.pop()
        if (module, name) in seen or name == REPORTING:
            continue
        seen.add((module, name))
        defined, imported = _names(module)
        if name in defined:
            found.setdefault(module, []).append(defined[name])
            todo += [(module, used) for used in _used(defined[name])]
        elif name in imported:
            todo.append(imported[name])
    for module, definitions in found.items():
        yield _file(module).read_text(), definitions


def _names(
    module: str,
) -> tuple[dict[str, ast.stmt], dict[str, tuple[str, str]]]:
    """The definitions of a file, and what it imports from beside the networks."""
    path, beside = _file(module), module.split(".models")[0].split(".ops")[0]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    defined: dict[str, ast.stmt] = {}
    imported: dict[str, tuple[str, str]] = {}
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            defined[node.name] = node
        if isinstance(node, ast.ImportFrom):
            source = resolve_name("." * node.level + (node.module or ""), package)
            if source.startswith(f"{beside}."):
                imported |= {a.asname or a.name: (source, a.name) for a in node.names}
    return defined, imported


def _file(module: str) -> Path:
    """The file of a module, which is not imported."""
    first, *rest = module.split(".")
    spec = find_spec(first)
    assert spec and spec.origin, f"{first} is not installed"
    path = Path(spec.origin).parent.joinpath(*rest)
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _used(node: ast.AST) -> Iterator[str]:
    """The names in a definition, those of annotations aside."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.Name):
                yield child.id
            if isinstance(child, ast.AST):
                yield from _used(child)


def length(text: str, definitions: Sequence[ast.stmt]) -> tuple[int, int]:
    """Lines of code, and statements, of definitions in ``text``."""
    code: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in LAYOUT:
            code.update(range(token.start[0], token.end[0] + 1))
    lines: set[int] = set()
    statements = 0
    for definition in definitions:
        lines.update(_lines(definition))
        for node in ast.walk(definition):
            if _aside(node):
                lines.difference_update(_lines(node))
            statements += isinstance(node, ast.stmt) and not _aside(node)
    return len(lines & code), statements


LAYOUT = (
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
)


def _lines(node: ast.AST) -> range:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(d.lineno for d in decorators)])  # type: ignore[attr-defined]
    return range(first, (node.end_lineno or first) + 1)  # type: ignore[attr-defined]


def _aside(node: ast.AST) -> bool:
    """Imports and docstrings."""
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Import | ast.ImportFrom) or text


if __name__ == "__main__":
    main()
