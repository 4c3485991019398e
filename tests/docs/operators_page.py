"""docs/operators.md: every operator with its fields, its tensors and its code."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import archspec
from archspec.backends import BACKENDS
from archspec.expr import Name
from archspec.front.read import read_network
from archspec.ops import OP_BY_NAME, OPS, Field, Op, spell
from archspec.ops.examples import examples
from archspec.ops.named_activation import Activation
from archspec.schema import schema
from archspec.schema.fields import plain, spelt
from archspec.schema.nodes import description
from archspec.spec import OPERATORS
from archspec.spec.reserved import NODE_KEYS
from archspec.text.source import Source
from tests.docs.operator_traps import TRAPS

PAGE = Path(__file__).parent.parent.parent / "docs/operators.md"
HEAD = """\
# Operators

This page lists all operators. [The language](language.md) describes how nodes are combined,
and [semantics](semantics.md) how each framework gets the same meaning.

Sizes are `k` or `[height, width]`; padding is `p`, `[ph, pw]` or `[[top, bottom], [left,
right]]`. An expression may replace any number or flag. The shape rules map an image
`(c, h, w)` or a flat input `(c,)` to the given shape, with the same rule for all sides; a
[signal or a volume](language.md#values) has one side less or more. `pads` is the padding at
both ends of a side together. Tensors have PyTorch's layout.

Every node also takes `from`, `when`, `only` and `init`: see
[nodes](language.md#nodes-and-bodies). `archspec schema` gives all of this to editors. The
last table of an operator shows the code for the example, on an input of `[8, 8, 8]`, or of
`[8]` if the operator needs a flat one; a *helper* is a class or a function of a few lines
that the file then defines. `make golden` writes this page.
"""

# The examples of what is no operator.
FORMS: dict[str, str] = {
    "residual": "body: relu",
    "seq": "body: [relu, tanh]",
    "repeat": "times: 3, body: bn",
    "reuse": "node: first",
}
DEFINITIONS = schema()["definitions"]
README = PAGE.parent.parent / "README.md"
# The rows of its table, by the modules of the operators.
FAMILIES = {
    "Convolution and pooling": ("conv", "pool"),
    "Normalisation and learned scale": ("norm", "vector_norm"),
    "Reductions": ("reduce",),
    "Dense layers and dropout": ("dense",),
    "Activations": ("named_activation", "activation", "softmax", "gate"),
    "Arithmetic": ("scale", "pointwise"),
    "Shape": ("shape", "rearrange", "resize"),
    "Several inputs": ("join",),
}


def readme() -> str:
    """The README with its table of operators."""
    start, end = "<!-- operators -->\n\n", "\n<!-- end of operators -->"
    before, _, rest = README.read_text().partition(start)
    rows = [
        f"| {family} | {', '.join(_named(modules))} |\n"
        for family, modules in FAMILIES.items()
    ]
    table = "".join(["| | |\n|---|---|\n", *rows])
    return before + start + table + end + rest.partition(end)[2]


def _named(modules: Sequence[str]) -> list[str]:
    found = (op for op in OPS if op.__module__.rpartition(".")[2] in modules)
    return [f"`{op.NAME}`" for op in found]


def page() -> str:
    """The text of the page."""
    return "\n".join([HEAD, *("\n".join(section(op)) for op in OPERATORS)])


def section(op: str) -> Iterator[str]:
    """The lines about one operator."""
    yield from (f"## {op}", "", description(op), "")
    if op in OP_BY_NAME:
        rows = [row(field) for field in OP_BY_NAME[op].fields()]
        rows += form_rows(op)
        yield from (
            f"Output: {shape_rule(OP_BY_NAME[op])}.{tensors(OP_BY_NAME[op])}",
            "",
        )
    else:
        rows = list(form_rows(op))
    if rows:
        yield from ("| field | value | default | meaning |", "|---|---|---|---|")
        yield from (*rows, "")
    yield from ("```yaml", *example(op), "```", "")
    yield from ("| backend | prints |", "|---|---|")
    for backend in BACKENDS:
        yield f"| {backend} | {form(op, backend)} |"
    yield from ("", *(f"- {trap}" for trap in TRAPS.get(op, ())))
    if op in TRAPS:
        yield ""


def shape_rule(op: type[Op]) -> str:
    """The shape of its output."""
    return "the shape of the input" if op.SHAPE == Op.SHAPE else f"`{op.SHAPE}`"


def row(field: Field) -> str:
    """A line of the table of fields."""
    default = "required" if field.required else ""
    if field.default is not None:
        default = f"`{spelt(plain(field.default))}`"
    return f"| `{field.name}` | {field.kind.name} | {default} | {field.doc} |"


def form_rows(op: str) -> Iterator[str]:
    """The lines of the table for keys that are no fields of an operator."""
    definition = DEFINITIONS[f"op-{op}"]
    own = [field.name for field in OP_BY_NAME[op].fields()] if op in OP_BY_NAME else []
    for name, field in definition["properties"].items():
        if name not in (*NODE_KEYS, *own):
            told, _, default = field["description"].partition(" Default: ")
            default = "required" if name in definition["required"] else default
            yield f"| `{name}` | {value(field)} | {default.rstrip('.')} | {told} |"


def value(field: dict[str, Any]) -> str:
    """The form of a value, in words."""
    first = (*field.get("allOf", ()), *field.get("anyOf", ()), field)[0]
    if "$ref" in first:
        return {"body": "a body", "branch": "a body or a node"}[first["$ref"][14:]]
    if isinstance(first["type"], list):
        return "true or false"
    if "anyOf" in field:
        words = {"integer": "a positive whole number", "array": "a list of rows"}
        return words.get(first["type"], "a name, or a list of names")
    return "a list of branches" if first["type"] == "array" else "a name"


def tensors(op: type[Op]) -> str:
    """The tensors of an operator, by name, with symbolic shapes."""
    if op is Activation:
        return ""
    symbols = {"a size: k or [kh, kw]": (Name("kh"), Name("kw"))}
    needed = {
        f.name: symbols.get(f.kind.name, Name(f.name))
        for f in op.fields()
        if f.required
    }
    x = tuple(Name(size) for size in "chw"[: max(op.RANKS)])
    found = op(**needed).tensors(x)
    listed = ", ".join(f"`{name} {spell(found[name].shape)}`" for name in found)
    return f" Tensors: {listed}." if found else ""


def example(op: str) -> list[str]:
    """A node, and the node before it that it needs."""
    fields = FORMS.get(op, "")
    if op in OP_BY_NAME:
        written = next(examples(OP_BY_NAME[op])).written
        given = [f"{name}: {spelt(value)}" for name, value in written.items()]
        joins = OP_BY_NAME[op].INPUTS != 1
        fields = ", ".join([*given, *["branches: [relu, tanh]"][:joins]])
    node = f"{{op: {op}, {fields}}}" if fields else op
    return [*(["first: prelu"] if op == "reuse" else []), f"node: {node}"]


def form(op: str, backend: str) -> str:
    """The code of an example: the constructor of its layer, or else the expression."""
    ranks = OP_BY_NAME[op].RANKS if op in OP_BY_NAME else (3,)
    shape = [8, 8, 8][: max(ranks)]
    body = "".join(f"\n  {line}" for line in example(op))
    text = f"archspec: 1\nname: Net\ninput: {shape}\nbody:{body}\n"
    source = archspec.compile(read_network(Source("example", text))).emit(backend)
    lines = list(statements(source))
    if len(lines) == 2 and re.fullmatch(r"return self\.\w+\(x\)", lines[1]):
        lines = [lines[0].partition(" = ")[2]]
    helpers = re.findall(r"^(?:class|def) (\w+)", source, re.M)
    used = [name for name in helpers if re.search(rf"\b{name}\(", " ".join(lines))]
    code = "; ".join(f"`{line.removeprefix('return ')}`" for line in lines)
    return f"{code}, a helper" if used else code


def statements(source: str) -> Iterator[str]:
    """The statements in the methods of a class, without those that all classes have."""
    *_, net = ast.parse(source).body
    assert isinstance(net, ast.ClassDef)
    for method in net.body:
        for line in method.body if isinstance(method, ast.FunctionDef) else ():
            for part in line.body if isinstance(line, ast.With) else [line]:
                code = ast.get_source_segment(source, part) or ""
                if "\n" in code:
                    code = ast.unparse(part).replace("'", '"')
                    code = re.sub(r":\n +", ": ", code)
                if not code.startswith("super()"):
                    yield code
