"""The part of Jinja that a user's template can use, and the work that it takes.

A template prints the values that it is given and chooses among them. It cannot make larger
values, call functions or define them: all that is refused before anything runs. The rest is
counted. Each body of a loop or a block first spends as much work as it has nodes, which
bounds the work of any loops and blocks.
"""

from collections.abc import Iterator

from jinja2 import TemplateSyntaxError, nodes

SPEND = "spend work"  # a filter whose name no template can write
SLOW = 100  # the work of a call of super() or of an inclusion, in nodes

_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const),
    *(nodes.Getattr, nodes.Getitem, nodes.Compare, nodes.Operand, nodes.And, nodes.Or),
    *(nodes.Not, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.If, nodes.For),
    *(nodes.Block, nodes.Extends, nodes.Include, nodes.Assign, nodes.Call),
)
_WORDS: dict[type[nodes.Node], str] = {
    nodes.AssignBlock: "blocks of 'set'",
    nodes.CallBlock: "'call'",
    nodes.Concat: "'~'",
    nodes.Dict: "dictionaries",
    nodes.FilterBlock: "blocks of 'filter'",
    nodes.FromImport: "'import'",
    nodes.Import: "'import'",
    nodes.List: "lists",
    nodes.Macro: "'macro'",
    nodes.NSRef: "namespaces",
    nodes.ScopedEvalContextModifier: "'autoescape'",
    nodes.Slice: "slices",
    nodes.Tuple: "tuples",
    nodes.With: "'with'",
}


def refuse_foreign(tree: nodes.Template, name: str) -> None:
    """Raise TemplateSyntaxError at the first node that templates cannot have."""
    for node, line in _placed(tree, 1):
        if message := _fault(node):
            raise TemplateSyntaxError(message, line, name)
    extends = [*tree.find_all(nodes.Extends)]
    for node in tree.body if extends else ():
        if not isinstance(node, nodes.Extends | nodes.Block | nodes.Assign):
            if isinstance(node, nodes.Output) and all(map(_is_space, node.nodes)):
                continue
            message = "text next to 'extends' is not printed: it belongs in a block"
            raise TemplateSyntaxError(message, node.lineno, name)
    if len(extends) > 1:
        message = "a template extends only one other"
        raise TemplateSyntaxError(message, extends[1].lineno, name)


def _placed(node: nodes.Node, line: int) -> Iterator[tuple[nodes.Node, int]]:
    """All nodes with their lines, which some have from those around them."""
    for child in node.iter_child_nodes():
        here = child.lineno or line
        yield child, here
        yield from _placed(child, here)


def _is_space(node: nodes.Node) -> bool:
    return isinstance(node, nodes.TemplateData) and not node.data.strip()


def _fault(node: nodes.Node) -> str:
    if not isinstance(node, _ALLOWED):
        if isinstance(node, nodes.BinExpr | nodes.UnaryExpr):
            return "templates have no arithmetic"
        return f"templates have no {_WORDS.get(type(node), type(node).__name__)}"
    match node:
        case (
            nodes.Getattr(attr=str(name))
            | nodes.Getitem(arg=nodes.Const(value=str(name)))
        ):
            return f"{name!r} is private" if name.startswith("_") else ""
        case nodes.Const(value=float()):
            return "templates have no fractions"
        case nodes.For(recursive=True):
            return "templates have no 'recursive'"
        case nodes.For(test=nodes.Node()):
            return "templates have no 'for ... if': put an 'if' into the loop"
        case nodes.Name(name="super" | "self" | "loop" as name, ctx="store"):
            return f"{name!r} has its own meaning"
        case nodes.Operand(op="in" | "notin"):
            return "templates have no 'in'"
        case nodes.Call(node=nodes.Name(name="super"), args=[], kwargs=[]):
            return ""
        case nodes.Call():
            return "templates can call only super()"
        case nodes.Include(template=name) | nodes.Extends(template=name):
            word = type(node).__name__.lower()
            written = isinstance(name, nodes.Const) and isinstance(name.value, str)
            return "" if written else f"'{word}' takes the name of a template"
        case _:
            return ""


def named(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """The names of the templates that ``tree`` extends or includes, and their lines."""
    for node in tree.find_all((nodes.Extends, nodes.Include)):
        assert isinstance(node.template, nodes.Const)
        yield node.template.value, node.lineno


def count_work(tree: nodes.Template) -> int:
    """Make each body of a loop or a block spend its work; return that of the whole.

    Text becomes a value like any other, so that one place counts all that is printed.
    """
    for output in tree.find_all(nodes.Output):
        output.nodes = [
            nodes.Const(node.data, lineno=node.lineno)
            if isinstance(node, nodes.TemplateData)
            else node
            for node in output.nodes
        ]
    whole = _size(tree)
    for node in [*tree.find_all((nodes.For, nodes.Block))]:
        node.body.insert(0, _spending(_size(node), node.lineno))
    return whole


def _size(node: nodes.Node) -> int:
    slow = sum(1 for _ in node.find_all((nodes.Call, nodes.Include)))
    return 1 + sum(1 for _ in node.find_all(nodes.Node)) + SLOW * slow


def _spending(work: int, line: int) -> nodes.Output:
    """A statement that prints nothing and spends ``work``."""
    args: list[nodes.Expr] = [nodes.Const(work, lineno=line)]
    text = nodes.Const("", lineno=line)
    spent = nodes.Filter(text, SPEND, args, [], None, None, lineno=line)
    return nodes.Output([spent], lineno=line)
