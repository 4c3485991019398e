"""Paddle: normalisations."""

from collections.abc import Mapping

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import (
    is_flat,
    is_image,
    sides,
    unless,
)
from archspec.backends.contract.flow import JOIN
from archspec.backends.paddle.rows.init import attributes, initializer
from archspec.backends.paddle.rows.pools import (
    is_float32,
)
from archspec.backends.python.build import invoke, joined, lit
from archspec.backends.python.nodes import Choice, Code, Ex, Identifier, Items, Literal
from archspec.expr import Expr
from archspec.model.definitions import Start
from archspec.ops import Op
from archspec.ops.fields.kinds import Real
from archspec.ops.norm import (
    BatchNorm,
    FrozenBatchNorm,
    GroupNorm,
    InstanceNorm,
    LayerNorm,
    LayerScale,
    LocalResponseNorm,
)
from archspec.ops.vector_norm import L2Normalize, RMSNorm


def bn(op: BatchNorm, site: Site) -> Layer:
    # momentum is the share of the OLD value, like decay. Epsilon is kept as float32, which
    # changes the output by 1e-13 (1e-5, variance 1) to 1e-9 (1e-5, variance 1e-4).
    # With only a weight or only a bias, nn.BatchNorm2D gives it no gradient.
    native = f"nn.BatchNorm{max(sides(site.x), 1)}D"
    module = invoke(
        native if op.scaled == op.shifted else "PartialBatchNorm",
        lit(site.x[0]),
        momentum=unless(op.decay, 0.9),
        epsilon=unless(op.eps, 1e-5),
        **attributes(op, site, op.scaled, op.shifted),
    )
    return Layer(module=module)


def frozen_bn(op: FrozenBatchNorm, site: Site) -> Layer:
    epsilon = unless(op.eps, 1e-5)
    return Layer(module=invoke("FrozenBatchNorm", lit(site.x[0]), epsilon=epsilon))


def group_norm(op: GroupNorm, site: Site) -> Layer:
    module = invoke(
        "nn.GroupNorm",
        lit(op.groups),
        lit(site.x[0]),
        epsilon=_epsilon(op.eps),
        **attributes(op, site),
    )
    return Layer(module=module)


def instance_norm(op: InstanceNorm, site: Site) -> Layer:
    # With a scale and a shift, nn.InstanceNorm2D calls them "scale" and "bias";
    # nn.GroupNorm has the names of the other norms.
    channels, epsilon = lit(site.x[0]), _epsilon(op.eps)
    attrs = attributes(op, site)
    scaled = invoke("nn.GroupNorm", channels, channels, epsilon=epsilon, **attrs)
    none = {"weight_attr": Literal(False), "bias_attr": Literal(False)}
    name = f"nn.InstanceNorm{sides(site.x)}D"
    bare = invoke(name, channels, epsilon=epsilon, **none)
    if isinstance(op.affine, Expr):
        return Layer(module=Choice(Ex(op.affine), scaled, bare))
    return Layer(module=scaled if op.affine else bare)


def layer_norm(op: LayerNorm, site: Site) -> Layer:
    # nn.LayerNorm keeps epsilon as float32 and refuses one above 0.001; nn.GroupNorm does
    # neither (measured), and a single group of all channels is the same.
    flat, last = is_flat(site.x), op.axis == "last"
    if op.scaled is not True or op.shifted is not True:
        return _partial_layer_norm(op, site, last or flat)
    first = "LayerNorm2D" if is_image(site.x) else "LayerNormFirst"
    name = "LayerNormLast" if last else first
    module = invoke(
        "nn.GroupNorm" if flat else name,
        Literal(1) if flat else None,
        lit(site.x[-1] if last else site.x[0]),
        epsilon=_epsilon(op.eps),
        **attributes(op, site),
    )
    return Layer(module=module)


def _partial_layer_norm(op: LayerNorm, site: Site, last: bool) -> Layer:
    # The gradient of nn.GroupNorm without a weight is wrong.
    module = invoke(
        "PartialLayerNorm",
        lit(site.x[-1] if last else site.x[0]),
        axis=Literal(-1 if last else 1),
        epsilon=unless(op.eps, 1e-5),
        **attributes(op, site, op.scaled, op.shifted),
    )
    return Layer(module=module)


def _epsilon(eps: Real) -> Code | None:
    """Always a float: F.group_norm takes a whole number for its scale (measured)."""
    return invoke("float", lit(eps)) if isinstance(eps, Expr) else unless(eps, 1e-5)


def rms_norm(op: RMSNorm, site: Site) -> Layer:
    # Paddle's own has no kernel for CPUs (measured).
    last = op.axis == "last" or is_flat(site.x)
    attrs = attributes(op, site, op.scale)
    module = invoke(
        "RMSNorm" if last else "RMSNormFirst",
        lit(site.x[-1] if last else site.x[0]),
        epsilon=unless(op.eps, 1e-6),
        weight_attr=attrs["weight_attr"],
    )
    return Layer(module=module)


def l2_normalize(op: L2Normalize, site: Site) -> Layer:
    del site
    # The gradient of F.normalize adds epsilon to the norm (measured: 34 % at 0.7).
    keys = {
        "axis": Literal(-1 if op.axis == "last" else 1),
        "epsilon": unless(op.eps, 1e-12),
    }
    return Layer(
        call=lambda x: invoke("l2_normalize", x, **keys),
        listed=invoke("Apply", Identifier("l2_normalize"), **keys),
    )


def lrn(op: LocalResponseNorm, site: Site) -> Layer:
    del site
    # Paddle rounds beta to float32: an error of 2e-8 for 0.7, none for 0.75.
    exact = not isinstance(op.beta, Expr) and is_float32(op.beta)
    module = invoke(
        "nn.LocalResponseNorm" if exact else "ResponseNorm",
        lit(op.size),
        alpha=unless(op.alpha, 1e-4),
        beta=unless(op.beta, 0.75),
        k=unless(op.k, 1.0),
    )
    return Layer(module=module)


def layer_scale(op: LayerScale, site: Site) -> Layer:
    start = site.init.get("weight", Start("ones"))
    shape = Items(tuple(lit(size) for size in op.weight_shape(site.x)), "[]")
    law = initializer(op, site, "weight", start)
    if site.name is None:
        return Layer(module=invoke("LayerScale", shape, law))
    return Layer(
        module=invoke("self.create_parameter", shape, default_initializer=law),
        apply=lambda weight, x: joined("*", (weight, x)),
        kind=JOIN,
    )


NORM_ROWS: Mapping[type[Op], Row] = {
    BatchNorm: bn,
    FrozenBatchNorm: frozen_bn,
    GroupNorm: group_norm,
    InstanceNorm: instance_norm,
    LayerNorm: layer_norm,
    RMSNorm: rms_norm,
    L2Normalize: l2_normalize,
    LayerScale: layer_scale,
    LocalResponseNorm: lrn,
}
