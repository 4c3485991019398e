"""Names in expressions: params, ``let`` values, ``in_channels`` and names of repeats."""

from collections.abc import Iterator

from archspec.check.report import CheckProblems, listing, meant
from archspec.check.walk import Loc, NodePlace, walk
from archspec.expr import Const, Expr, Name, constant, parse, walk_names
from archspec.ops import OP_BY_NAME
from archspec.ops.fields.kinds import FLAG, FieldKind
from archspec.record import record
from archspec.spec import (
    BlockCall,
    Definition,
    Init,
    Network,
    OpNode,
    Param,
    Repeat,
    Residual,
    template_parts,
    type_of,
)
from archspec.spec.foreign.keys import word_meaning
from archspec.text.problems import suggest

# For an unknown block or argument, which is reported elsewhere: anything goes.
_UNKNOWN = Param(type="str")


@record
class Use:
    """An expression: its place, its kind, and the names that it sees besides the
    class's.
    """

    loc: Loc
    expr: Expr
    names: frozenset[str] = frozenset()
    kind: FieldKind | None = None
    param: Param | None = None  # of the called block, for an argument


def check_scope(
    network: Network,
    definition: Definition,
    loc: Loc,
    sites: list[NodePlace],
    report: CheckProblems,
) -> None:
    """Check that the names in a class's expressions are known and that all values are
    used.
    """
    _scanned(network, definition, loc, sites, report).check_all_used()


def used_names(network: Network) -> set[str]:
    """The params and ``let`` values of a network that its own expressions use."""
    report = CheckProblems(network.tree)
    return _scanned(network, network, (), walk(network, ()), report).used


def _scanned(
    network: Network,
    definition: Definition,
    loc: Loc,
    sites: list[NodePlace],
    report: CheckProblems,
) -> "_Scope":
    scope = _Scope(network, definition, loc, report)
    scope.check_own_names()
    scope.check_inputs()
    scope.check_let()
    for use in _init_uses(definition.init, (*loc, "init"), frozenset()):
        scope.check(use)
    for site in sites:
        if isinstance(site.node, Repeat):
            scope.check_repeat(site, site.node)
        for use in _uses(site, network):
            scope.check(use)
    return scope


def _uses(site: NodePlace, network: Network) -> Iterator[Use]:
    """The expressions of a node, without those of its parts."""
    node, loc = site.node, site.loc
    if node.when is not None:
        yield Use((*loc, "when"), node.when, site.names)
    yield from _init_uses(node.init, (*loc, "init"), site.names)
    if isinstance(node, OpNode):
        if written := node.fields:
            kinds = {field.name: field.kind for field in OP_BY_NAME[node.op].fields()}
            for name, expr in written.items():
                yield Use((*loc, name), expr, site.names, kinds[name])
    elif isinstance(node, BlockCall):
        block = network.blocks.get(node.op)
        params = block.params if block else {}
        for name, expr in node.args.items():
            param = params.get(name, _UNKNOWN)
            yield Use((*loc, name), expr, site.names, param=param)
    elif isinstance(node, Residual):
        yield Use((*loc, "skip"), node.skip, site.names)
    elif isinstance(node, Repeat):
        for name, expr in (("times", node.times), ("over", node.over)):
            if expr is not None:
                yield Use((*loc, name), expr, site.names)
        for expr in _template_expressions(node):
            yield Use((*loc, "names"), expr, _own_names(site, node))


def _own_names(site: NodePlace, node: Repeat) -> frozenset[str]:
    return site.names | {node.index, *node.row_names}


def _template_expressions(node: Repeat) -> list[Expr]:
    return [
        parse(text) for text, is_expr in template_parts(node.names or "") if is_expr
    ]


def _init_uses(init: Init, loc: Loc, names: frozenset[str]) -> Iterator[Use]:
    for tensor, start in init.items():
        for expr in start.args:
            yield Use((*loc, tensor), expr, names)


class _Scope:
    """The names of a class, and the ones that are used."""

    def __init__(
        self, network: Network, definition: Definition, loc: Loc, report: CheckProblems
    ):
        self.network, self.definition, self.loc, self.report = (
            network,
            definition,
            loc,
            report,
        )
        self.params = definition.params
        self.known: set[str] = {*self.params, *definition.let, "in_channels"}
        self.used: set[str] = set()

    def check_own_names(self) -> None:
        others = self.definition.input_names[1:]
        for name in (*self.params, *self.definition.let):
            if name in [f"{other}_channels" for other in others]:
                section = "params" if name in self.params else "let"
                message = f"the name {name!r} is reserved: it is the channel count of an input"
                loc = (*self.loc, section, name)
                self.report.add(message, loc, "use another name", key=True)

    def check_inputs(self) -> None:
        """The sizes of a network's inputs see params only: ``let`` may depend on them."""
        if not isinstance(self.definition, Network):
            return
        for name, sizes in self.definition.input.items():
            for number, size in enumerate(sizes):
                self.check(Use(("input", name, number), size), set(self.params))

    def check_let(self) -> None:
        seen = {*self.params, "in_channels"}
        for name, expr in self.definition.let.items():
            loc = (*self.loc, "let", name)
            if name in self.params:
                self.report.add(
                    f"{name!r} is a param as well", loc, "use another name", key=True
                )
            self.check(Use(loc, expr), seen)
            seen.add(name)

    def check_repeat(self, site: NodePlace, node: Repeat) -> None:
        """The index and the row names hide no other name."""
        index_loc: Loc = (
            *site.loc,
            "index" if "index" in node.model_fields_set else "op",
        )
        own = {node.index: index_loc} | dict.fromkeys(node.row_names, (*site.loc, "as"))
        for name, loc in own.items():
            # The index is `i` unless it is renamed, so an inner `i` may hide an outer
            # one.
            hidden = name in self.known or (name in site.names and loc[-1] != "op")
            if not hidden:
                continue
            noun = "index" if name == node.index else "row name"
            what = "a param" if name in self.params else "a 'let' value"
            what = what if name in self.known else "a name of the repeat around it"
            help = "rename it, for example index: k" if noun == "index" else "rename it"
            message = f"the {noun} {name!r} of this repeat is {what} as well"
            self.report.add(message, loc, help, word=name if loc[-1] == "as" else "")
        alone = node.times is not None and constant(node.times) == 1
        if node.names is not None and not _template_expressions(node) and not alone:
            help = f"for example names: '{node.names}{{i}}'"
            loc = (*site.loc, "names")
            self.report.add("all copies would have the same name", loc, help)

    def check(self, use: Use, known: set[str] | None = None) -> None:
        """Check the names of one expression and note that they are used."""
        if isinstance(use.expr, Const) and not isinstance(use.expr.value, str):
            return self.check_argument(use)
        seen = (self.known if known is None else known) | use.names
        words = use.kind.words if use.kind else ()
        word = constant(use.expr)
        if isinstance(word, str) and word in words and word in seen:
            self.used.add(word)
        if isinstance(use.expr, Name) and use.expr.id not in seen:
            if use.param and use.param.type in ("str", "[str]"):
                return  # an unknown word is the text itself
            if use.kind and words:
                self.unknown_word(use, use.expr.id, use.kind, seen)
                return
        for name in dict.fromkeys(walk_names(use.expr)):
            if name in seen:
                self.used.add(name)
            else:
                self.unknown_name(use, name, words, seen)
        self.check_argument(use)

    def unknown_word(
        self, use: Use, name: str, kind: FieldKind, seen: set[str]
    ) -> None:
        help = word_meaning(str(use.loc[-1]), name, _is_flag(use))
        help = help or suggest(name, (*kind.words, *seen))
        self.used |= meant(help, seen)
        self.report.add(f"expected {kind.name}, got {name!r}", use.loc, help, word=name)

    def unknown_name(
        self, use: Use, name: str, words: tuple[str, ...], seen: set[str]
    ) -> None:
        if name in words:
            help = f"quote a word inside an expression: \"'{name}' if ... else ...\""
        elif name in self.definition.let:
            self.used.add(name)
            reader = "a 'let' value sees only the values above it"
            help = reader if "let" in use.loc else "an input sees only the params"
        elif self.definition is not self.network and name in self.network.params:
            help = f"a block sees its own params only: declare {name!r} in its 'params'"
        elif foreign := word_meaning(str(use.loc[-1]), name, _is_flag(use)):
            help = foreign
        else:
            help = suggest(name, seen) or listing("names here", sorted(seen))
            self.used |= meant(help, seen)
        self.report.add(f"unknown name {name!r}", use.loc, help, word=name)

    def check_argument(self, use: Use) -> None:
        """Check the type of an argument that is a literal or a param of the class."""
        if use.param is None or use.param is _UNKNOWN:
            return
        value = constant(use.expr)
        given = type_of(value) if value is not None else None
        if isinstance(use.expr, Name) and use.expr.id in self.params:
            given = self.params[use.expr.id].type
        wanted = use.param.type
        if given is None or given in (wanted, wanted.replace("float", "int")):
            return
        message = f"the param '{use.loc[-1]}' of the block is {wanted}, got {given}"
        self.report.add(message, use.loc, f"write a value of type {wanted}")

    def check_all_used(self) -> None:
        for section, noun, names in (
            ("params", "param", self.params),
            ("let", "'let' value", self.definition.let),
        ):
            for name in names:
                if name not in self.used:
                    help = "use it in an expression, or delete it"
                    loc = (*self.loc, section, name)
                    self.report.add(
                        f"the {noun} {name!r} is not used", loc, help, key=True
                    )


def _is_flag(use: Use) -> bool:
    """Whether a value of true or false is expected."""
    return use.kind is FLAG or bool(use.param and use.param.type == "bool")
