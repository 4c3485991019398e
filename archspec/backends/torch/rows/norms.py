"""PyTorch: normalisations. Defaults are torch 2.13's."""

from collections.abc import Mapping

from archspec.backends.contract.dialect import Layer, Row, Site
from archspec.backends.contract.fields import (
    is_flat,
    is_image,
    sides,
    unless,
)
from archspec.backends.contract.flow import JOIN
from archspec.backends.python.build import dotted, invoke, joined, lit
from archspec.backends.python.nodes import Invoke, Literal
from archspec.backends.torch.rows.init import first, initialized
from archspec.ops import Op
from archspec.ops.fields.kinds import Flag, Real
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
        f"nn.BatchNorm{max(sides(site.x), 1)}d",
        lit(site.x[0]),
        eps=unless(op.eps, 1e-5),
        momentum=None if op.decay == 0.9 else lit(_share(op.decay)),
        affine=unless(op.scaled if op.scaled == op.shifted else op.affine, True),
    )
    if op.scaled != op.shifted:
        module = _partly(module, op.scale, op.center)
    return Layer(module=initialized(module, op, site))


def _partly(module: Invoke, scale: Flag, center: Flag) -> Invoke:
    """``module`` without a scale or a shift, which its class cannot leave out alone."""
    keys = {"scale": unless(scale, True), "center": unless(center, True)}
    return invoke("partly_affine", module, **keys)


def _share(decay: Real) -> Real:
    """torch's momentum: the share of the new value, 1 minus the decay of a spec."""
    if isinstance(decay, (int, float)):
        return float(f"{1 - decay:.12g}")  # 0.1, not 0.09999999999999998
    return 1 - decay


def frozen_bn(op: FrozenBatchNorm, site: Site) -> Layer:
    eps = unless(op.eps, 1e-5)
    return Layer(module=invoke("FrozenBatchNorm", lit(site.x[0]), eps=eps))


def group_norm(op: GroupNorm, site: Site) -> Layer:
    eps = unless(op.eps, 1e-5)
    module = invoke("nn.GroupNorm", lit(op.groups), lit(site.x[0]), eps=eps)
    return Layer(module=initialized(module, op, site))


def instance_norm(op: InstanceNorm, site: Site) -> Layer:
    module = invoke(
        f"nn.InstanceNorm{sides(site.x)}d",
        lit(site.x[0]),
        eps=unless(op.eps, 1e-5),
        affine=unless(op.affine, False),
    )
    return Layer(module=initialized(module, op, site))


def layer_norm(op: LayerNorm, site: Site) -> Layer:
    # nn.LayerNorm normalises the last axes, so the channels of an image move there.
    last = op.axis == "last" or is_flat(site.x)
    channels = lit(site.x[-1] if last else site.x[0])
    first = "LayerNorm2d" if is_image(site.x) else "LayerNormFirst"
    name = "nn.LayerNorm" if last else first
    affine = op.affine if op.scaled or op.shifted else False
    module = invoke(
        name,
        channels,
        eps=unless(op.eps, 1e-5),
        elementwise_affine=unless(affine, True),
        bias=unless(op.center, True) if affine else None,
    )
    if affine and op.scale is not True:
        module = _partly(module, op.scale, True)
    return Layer(module=initialized(module, op, site))


def rms_norm(op: RMSNorm, site: Site) -> Layer:
    # The default epsilon of nn.RMSNorm depends on the dtype, so it is always written.
    last = op.axis == "last" or is_flat(site.x)
    module = invoke(
        "nn.RMSNorm" if last else "RMSNormFirst",
        lit(site.x[-1] if last else site.x[0]),
        eps=lit(op.eps),
        elementwise_affine=unless(op.scale, True),
    )
    return Layer(module=initialized(module, op, site))


def l2_normalize(op: L2Normalize, site: Site) -> Layer:
    del site
    keys = {
        "dim": Literal(-1 if op.axis == "last" else 1),
        "eps": unless(op.eps, 1e-12),
    }
    return Layer(
        call=lambda x: invoke("F.normalize", x, **keys),
        listed=invoke("Apply", dotted("F.normalize"), **keys),
    )


def lrn(op: LocalResponseNorm, site: Site) -> Layer:
    del site
    module = invoke(
        "nn.LocalResponseNorm",
        lit(op.size),
        alpha=unless(op.alpha, 1e-4),
        beta=unless(op.beta, 0.75),
        k=unless(op.k, 1.0),
    )
    return Layer(module=module)


def layer_scale(op: LayerScale, site: Site) -> Layer:
    start = first(op.weight_shape(site.x), site)
    if site.name is None:
        return Layer(module=invoke("LayerScale", start))
    return Layer(
        module=invoke("nn.Parameter", start),
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
