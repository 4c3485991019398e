"""Chainer: normalisations. Defaults are chainer 7.8.1's."""

from collections.abc import Mapping

from archspec.backends.chainer.rows.common import function
from archspec.backends.chainer.rows.init import initial
from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import (
    is_flat,
    is_image,
    unless,
)
from archspec.backends.contract.flow import JOIN
from archspec.backends.python.build import invoke, joined, lit
from archspec.backends.python.nodes import Choice, Ex, Identifier, Items, Literal
from archspec.expr import Expr, binary, lift
from archspec.ops import Op
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
    module = invoke(
        "L.BatchNormalization",
        lit(site.x[0]),
        decay=unless(op.decay, 0.9),
        eps=unless(op.eps, 2e-5),
        use_gamma=unless(op.scaled, True),
        use_beta=unless(op.shifted, True),
        **initial(op, site, weight="initial_gamma", bias="initial_beta"),
    )
    return Layer(module=module)


def frozen_bn(op: FrozenBatchNorm, site: Site) -> Layer:
    eps = unless(op.eps, 1e-5)
    module = invoke("FrozenBatchNormalization", lit(site.x[0]), eps=eps)
    return Layer(module=module)


def group_norm(op: GroupNorm, site: Site) -> Layer:
    module = invoke(
        "L.GroupNormalization",
        lit(op.groups),
        lit(site.x[0]),
        eps=unless(op.eps, 1e-5),
        **initial(op, site, weight="initial_gamma", bias="initial_beta"),
    )
    return Layer(module=module)


def instance_norm(op: InstanceNorm, site: Site) -> Layer:
    # A group norm of single channels always has a scale and a shift.
    channels, eps = lit(site.x[0]), unless(op.eps, 1e-5)
    begin = initial(op, site, weight="initial_gamma", bias="initial_beta")
    scaled = invoke("L.GroupNormalization", channels, channels, eps=eps, **begin)
    bare = function("instance_normalization", eps=eps)
    if isinstance(op.affine, Expr):
        plain = invoke("Apply", Identifier("instance_normalization"), eps=eps)
        return Layer(module=Choice(Ex(op.affine), scaled, plain))
    return Layer(module=scaled) if op.affine else bare


def layer_norm(op: LayerNorm, site: Site) -> Layer:
    # L.LayerNormalization takes two axes, so an image becomes rows of pixels.
    last = op.axis == "last"
    if op.scaled is not True or op.shifted is not True:
        return _partial_layer_norm(op, site, last or is_flat(site.x))
    first = "LayerNormalization2D" if is_image(site.x) else "LayerNormalizationFirst"
    name = "LayerNormalizationLast" if last else first
    module = invoke(
        "L.LayerNormalization" if is_flat(site.x) else name,
        lit(site.x[-1] if last else site.x[0]),
        eps=unless(op.eps, 1e-6),
        **initial(op, site, weight="initial_gamma", bias="initial_beta"),
    )
    return Layer(module=module)


def _partial_layer_norm(op: LayerNorm, site: Site, last: bool) -> Layer:
    # L.LayerNormalization always has a scale and a shift.
    module = invoke(
        "PartialLayerNormalization",
        lit(site.x[-1] if last else site.x[0]),
        axis=Literal(-1 if last else 1),
        eps=unless(op.eps, 1e-6),
        use_gamma=unless(op.scaled, True),
        use_beta=unless(op.shifted, True),
        **initial(op, site, weight="initial_gamma", bias="initial_beta"),
    )
    return Layer(module=module)


def rms_norm(op: RMSNorm, site: Site) -> Layer:
    last = op.axis == "last" or is_flat(site.x)
    module = invoke(
        "RMSNormalization" if last else "RMSNormalizationFirst",
        lit(site.x[-1] if last else site.x[0]),
        eps=unless(op.eps, 1e-6),
        use_gamma=unless(op.scale, True),
        **initial(op, site, weight="initial_gamma"),
    )
    return Layer(module=module)


def l2_normalize(op: L2Normalize, site: Site) -> Layer:
    del site
    # F.normalize adds epsilon to the norm (measured: 5 % at a norm of 3e-4).
    axis = Literal(-1 if op.axis == "last" else 1)
    return function("l2_normalize", axis=axis, eps=unless(op.eps, 1e-12))


def lrn(op: LocalResponseNorm, site: Site) -> Layer:
    del site
    # Chainer's alpha is not divided by the size of the neighbourhood.
    alpha = binary("/", lift(op.alpha), lift(op.size))
    return function(
        "F.local_response_normalization",
        n=unless(op.size, 5),
        k=unless(op.k, 2),
        alpha=None if alpha == lift(1e-4) else Ex(alpha),
        beta=unless(op.beta, 0.75),
    )


def layer_scale(op: LayerScale, site: Site) -> Layer:
    start = initial(op, site, weight="initializer").get("initializer") or Literal(1)
    shape = Items(tuple(lit(size) for size in op.weight_shape(site.x)))
    if site.name is None:
        return Layer(module=invoke("LayerScale", start, shape))
    return Layer(
        module=invoke("chainer.Parameter", start, shape),
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
