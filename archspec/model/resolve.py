"""Resolves a spec to a model, and infers shapes symbolically.

A class is resolved once for each kind of call: the ranks of its inputs, and the values
of params that cannot be expressions in the emitted code.
"""

from collections.abc import Mapping

from archspec.expr import Expr, Name, Symbol, bind, constant, lift, names
from archspec.expr import Value as Plain
from archspec.model.bodies import Bodies
from archspec.model.definitions import (
    CallItem,
    ClassDef,
    Exit,
    Fixed,
    Loc,
    Model,
    Start,
    Val,
)
from archspec.model.names.class_scope import (
    class_scope,
    constructor_params,
    input_shape,
)
from archspec.model.names.naming import ClassNames, input_sizes
from archspec.model.names.scope import NodeContext, Scope, literal_word, names_behind
from archspec.model.sizes.shapes import (
    AnyShape,
    bind_shape,
    brief,
    compact,
    each,
    is_unknown,
    sizes_of,
)
from archspec.model.sizes.symbols import (
    ROOT,
    FixedParam,
    NeedsValue,
    Request,
    is_of_block,
)
from archspec.ops.base import OpError, Shape
from archspec.record import replace
from archspec.spec import Block, BlockCall, Definition, Network

Key = tuple[str, tuple[int, ...], tuple[tuple[str, Expr], ...]]


def resolve(
    network: Network,
    params: Mapping[str, Plain],
    shapes: Mapping[str, Shape],
    granted: dict[Request, str],
) -> Model:
    """The model of a checked ``network``.

    ``params`` replace defaults. ``shapes`` has the shapes of the inputs, without the
    batch axis. ``granted`` has the requests of earlier passes, with their reasons;
    further requests of blocks are added to it.

    Raises:
        NeedsValue: more requests must be granted; call again with them.
    """
    while True:
        known = len(granted)
        try:
            found = _Resolver(network, params, shapes, granted).model()
        except NeedsValue:
            if len(granted) == known:
                raise
            continue  # parts resolved before the last grants may cause it
        except OpError as error:
            reason = f"other values of it are wrong: {error.message}"
            raise NeedsValue((), reason) from None
        if len(granted) == known:
            return found


class _Resolver:
    def __init__(
        self,
        network: Network,
        params: Mapping[str, Plain],
        shapes: Mapping[str, Shape],
        granted: dict[Request, str],
    ):
        self.network, self.params = network, params
        self.shapes, self.granted = shapes, granted
        self.classes: dict[Key, ClassDef] = {}
        self.init: dict[str, Start] = {}  # the initialisers of the file
        self.read_by_init: set[str] = set()  # the params that they read
        self.known: dict[object, Mapping[str, AnyShape]] = {}  # calls with numbers
        self.names = ClassNames(network.name)

    def model(self) -> Model:
        network = self.network
        defaults = {
            name: self.params.get(name, None if param.required else param.default)
            for name, param in network.params.items()
        }
        constants = {
            name: lift(value)
            for name, value in defaults.items()
            if FixedParam(ROOT, name) in self.granted
        }
        shapes = {
            name: self.shapes.get(name) or input_shape(written, constants, defaults)
            for name, written in network.input.items()
        }
        root = self.define(network, network.name, ROOT, shapes, constants, defaults)
        used = [
            Fixed(name, defaults[name], self.granted[FixedParam(ROOT, name)])
            for name in network.params
            if FixedParam(ROOT, name) in self.granted
        ]
        return Model((*self.classes.values(), root), tuple(used))

    def init_for(self, owner: str) -> dict[str, Start]:
        """The file's initialisers for the class ``owner``.

        Raises:
            NeedsValue: they read a param of the file, which is not visible in a block.
        """
        if owner != ROOT and self.read_by_init:
            reason = "initial values in a block depend on it"
            read = {FixedParam(ROOT, name) for name in self.read_by_init}
            raise NeedsValue(read, reason)
        return self.init

    def define(
        self,
        definition: Definition,
        name: str,
        owner: str,
        shapes: Mapping[str, AnyShape],
        constants: Mapping[str, Expr],
        defaults: Mapping[str, Plain],
    ) -> ClassDef:
        """Resolve one class for inputs of ``shapes``."""
        inputs = {key: Val(shape) for key, shape in shapes.items()}
        scope, let = class_scope(definition, owner, inputs, constants, self.granted)
        starts = scope.starts(definition.init)
        if owner == ROOT:
            self.init = starts
            read = (names(arg) for start in starts.values() for arg in start.args)
            behind = names_behind(set[str]().union(*read), let)
            self.read_by_init = behind & scope.own.names
        scope = replace(scope, init={**self.init_for(owner), **starts})
        loc: Loc = ("body",) if owner == ROOT else ("blocks", owner, "body")
        first = next(iter(inputs.values()))
        body = Bodies(self.call).body(definition.body, first, scope, loc)
        outputs = [
            scope.exit(key, output) for key, output in definition.outputs.items()
        ] or [Exit("", body.result)]
        seen = {exit.name: each(exit.value.shape, scope.visible) for exit in outputs}
        types = scope.types
        return ClassDef(
            name=name,
            doc=definition.doc,
            params=constructor_params(definition, scope.own, defaults),
            inputs=inputs,
            let=let,
            body=body,
            outputs=tuple(outputs),
            shapes=seen,
            root=owner == ROOT,
            owner=owner,
            lists=frozenset(key for key, kind in types.items() if kind.depth),
            types=scope.known_types,
            read_parts=frozenset(scope.read_parts),
        )

    def call(self, call: BlockCall, at: NodeContext) -> CallItem:
        """A call of a block; resolves the block unless this kind of call is known."""
        inputs, scope = at.inputs, at.scope
        block = self.network.blocks[call.op]
        args = self.arguments(call, block, scope)
        constants, target = self.settled(call.op, block, inputs, args, scope)
        bindings: dict[Symbol, Expr] = {
            Name(key): value for key, value in args.items() if key not in constants
        }
        for val, actual in zip(target.inputs.values(), inputs, strict=True):
            if not isinstance(val.shape, tuple) or not isinstance(actual.shape, tuple):
                raise NeedsValue((), "the rank of an input depends on a condition")
            for symbol, size in zip(val.shape, actual.shape, strict=True):
                if isinstance(symbol, Symbol):
                    bindings[symbol] = lift(size)
        for key, expr in target.let.items():
            value = bind(expr, bindings)
            bindings[Name(key)] = lift(brief(value, scope.own))
        shapes = {
            name: compact(bind_shape(shape, bindings), scope.own)
            for name, shape in target.shapes.items()
        }
        if any(is_unknown(shape) for shape in shapes.values()):
            shapes = self.numbers(call.op, block, inputs, args) or shapes
        outs = {name: Val(shape) for name, shape in shapes.items()}
        return CallItem(
            name=at.name,
            inputs=inputs,
            out=next(iter(outs.values())),
            loc=at.loc,
            target=target,
            args={key: args[key] for key in call.args if key not in constants},
            bindings=bindings,
            outs=outs,
        )

    def settled(
        self,
        op: str,
        block: Block,
        inputs: tuple[Val, ...],
        args: Mapping[str, Expr],
        scope: Scope,
    ) -> tuple[dict[str, Expr], ClassDef]:
        """The fixed arguments of a call, and the class for them.

        If a block needs more fixed params, only the block is resolved again at once.
        Parts resolved before it keep their old form until the next pass.
        """
        while True:
            constants = self.constants(op, block, args, scope)
            try:
                return constants, self.target(op, block, inputs, constants)
            except NeedsValue as error:
                new = error.beyond(self.granted)
                if not new or not all(is_of_block(one, op) for one in new):
                    raise
                self.granted |= dict.fromkeys(new, error.reason)

    def constants(
        self, op: str, block: Block, args: Mapping[str, Expr], scope: Scope
    ) -> dict[str, Expr]:
        """The arguments of a call that are fixed."""
        found: dict[str, Expr] = {}
        for key in block.params:
            request = FixedParam(op, key)
            if request not in self.granted:
                continue
            if not isinstance(constant(args[key]), (int, float, bool, str, list)):
                requests = scope.own.behind(args[key])
                raise NeedsValue(requests, self.granted[request])
            found[key] = args[key]
        return found

    def numbers(
        self, op: str, block: Block, inputs: tuple[Val, ...], args: Mapping[str, Expr]
    ) -> Mapping[str, AnyShape] | None:
        """The shapes of a call with numbers only, in place of symbols that are too long."""
        given = {
            name: val.shape for name, val in zip(block.inputs, inputs, strict=True)
        }
        sizes = [size for shape in given.values() for size in sizes_of(shape)]
        if not all(isinstance(size, int) for size in sizes):
            return None
        if any(constant(value) is None for value in args.values()):
            return None
        known = {**args, "in_channels": lift(sizes[0])}
        key = (op, tuple(given.values()), tuple(known.values()))
        if key not in self.known:
            self.known[key] = self.define(block, op, op, given, known, {}).shapes
        return self.known[key]

    def arguments(self, call: BlockCall, block: Block, scope: Scope) -> dict[str, Expr]:
        """All arguments of a call, including defaults."""
        args: dict[str, Expr] = {}
        for key, param in block.params.items():
            if key not in call.args:
                args[key] = lift(param.default)
                continue
            expr = call.args[key]
            if param.type == "str":
                expr = literal_word(expr, scope)
            args[key] = scope.expr(expr)
        return args

    def target(
        self, op: str, block: Block, inputs: tuple[Val, ...], constants: dict[str, Expr]
    ) -> ClassDef:
        ranks = tuple(
            len(val.shape) if isinstance(val.shape, tuple) else 0 for val in inputs
        )
        if 0 in ranks:
            raise NeedsValue((), "the rank of an input depends on a condition")
        key: Key = (op, ranks, tuple(sorted(constants.items())))
        if key not in self.classes:
            shapes = {
                name: input_sizes(name, k == 0, rank)
                for k, (name, rank) in enumerate(zip(block.inputs, ranks, strict=True))
            }
            name = self.names.unique(op, constants, ranks)
            self.classes[key] = self.define(block, name, op, shapes, constants, {})
        return self.classes[key]
