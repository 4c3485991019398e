"""Gluon: normalisations."""

from collections.abc import Mapping

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import (
    is_flat,
    unless,
)
from archspec.backends.gluon.rows.init import initial
from archspec.backends.python.build import invoke, lit
from archspec.backends.python.nodes import Choice, Ex, Items, Literal
from archspec.expr import Expr
from archspec.model.definitions import Start
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

_SCALES = {
    "weight": ("gamma_initializer", Start("ones")),
    "bias": ("beta_initializer", Start("zeros")),
}


def bn(op: BatchNorm, site: Site) -> Layer:
    begin = initial(op, site, _SCALES)
    # Without center, the layer keeps the initial beta and adds it; without scale, it
    # keeps gamma, and files of weights hold it.
    for key, plain, flag in (
        ("gamma_initializer", "ones", op.scaled),
        ("beta_initializer", "zeros", op.shifted),
    ):
        if key in begin and isinstance(flag, Expr):
            begin[key] = Choice(Ex(flag), begin[key], Literal(plain))
    module = invoke(
        "nn.BatchNorm",
        momentum=unless(op.decay, 0.9),
        epsilon=unless(op.eps, 1e-5),
        center=unless(op.shifted, True),
        scale=unless(op.scaled, True),
        in_channels=lit(site.x[0]),
        **begin,
    )
    return Layer(module=module)


def frozen_bn(op: FrozenBatchNorm, site: Site) -> Layer:
    module = invoke(
        "FrozenBatchNorm", epsilon=unless(op.eps, 1e-5), in_channels=lit(site.x[0])
    )
    return Layer(module=module)


def group_norm(op: GroupNorm, site: Site) -> Layer:
    # nn.GroupNorm has a weight and a bias for each group, not for each channel.
    begin = initial(op, site, _SCALES)
    module = invoke(
        "GroupNorm",
        lit(op.groups),
        lit(site.x[0]),
        epsilon=unless(op.eps, 1e-5),
        **begin,
    )
    return Layer(module=module)


def instance_norm(op: InstanceNorm, site: Site) -> Layer:
    # nn.InstanceNorm refuses float64 (measured).
    module = invoke(
        "InstanceNorm",
        lit(site.x[0]),
        epsilon=unless(op.eps, 1e-5),
        affine=unless(op.affine, False),
        **initial(op, site, _SCALES),
    )
    return Layer(module=module)


def layer_norm(op: LayerNorm, site: Site) -> Layer:
    # nn.LayerNorm takes its epsilon in float32 (measured: 8e-9 at a variance of 1e-6).
    begin = initial(op, site, _SCALES)
    last = op.axis == "last" and not is_flat(site.x)
    if op.scaled is not True or op.shifted is not True:
        return _partial_layer_norm(op, site, last or is_flat(site.x))
    module = invoke(
        "LayerNormLast" if last else "LayerNorm",
        epsilon=unless(op.eps, 1e-5),
        in_channels=lit(site.x[-1] if last else site.x[0]),
        **begin,
    )
    return Layer(module=module)


def _partial_layer_norm(op: LayerNorm, site: Site, last: bool) -> Layer:
    # nn.LayerNorm keeps a scale and a shift that it does not have.
    module = invoke(
        "PartialLayerNorm",
        lit(site.x[-1] if last else site.x[0]),
        axis=Literal(-1 if last else 1),
        epsilon=unless(op.eps, 1e-5),
        center=unless(op.shifted, True),
        scale=unless(op.scaled, True),
        **initial(op, site, _SCALES),
    )
    return Layer(module=module)


def rms_norm(op: RMSNorm, site: Site) -> Layer:
    last = op.axis == "last" or is_flat(site.x)
    module = invoke(
        "RMSNorm",
        lit(site.x[-1] if last else site.x[0]),
        axis=Literal(-1 if last else 1),
        epsilon=unless(op.eps, 1e-6),
        scale=unless(op.scale, True),
        **initial(op, site, _SCALES),
    )
    return Layer(module=module)


def l2_normalize(op: L2Normalize, site: Site) -> Layer:
    del site
    # F.L2Normalization adds epsilon below the root (measured: 1e-3 at a norm of 3e-4).
    axis = Literal(-1 if op.axis == "last" else 1)
    epsilon = unless(op.eps, 1e-12)
    module = invoke("L2Normalize", axis=axis, epsilon=epsilon)
    return Layer(module=module, shared=True)


def layer_scale(op: LayerScale, site: Site) -> Layer:
    begin = initial(op, site, {"weight": ("initializer", Start("ones"))})
    shape = Items(tuple(lit(size) for size in op.weight_shape(site.x)))
    return Layer(module=invoke("LayerScale", shape, **begin))


def lrn(op: LocalResponseNorm, site: Site) -> Layer:
    del site
    module = invoke(
        "LRN",
        size=unless(op.size, 5),
        alpha=unless(op.alpha, 1e-4),
        beta=unless(op.beta, 0.75),
        k=unless(op.k, 1.0),
    )
    return Layer(module=module)


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
