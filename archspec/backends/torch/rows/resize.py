"""PyTorch: resizing."""

from archspec.backends.contract.dialect import Layer, Site
from archspec.backends.contract.fields import size, upper
from archspec.backends.contract.resizing import (
    Keys,
    helper_keys,
    helper_name,
    resizing,
)
from archspec.backends.python.build import dotted, invoke, lit
from archspec.backends.python.nodes import Code
from archspec.ops.fields.kinds import Real
from archspec.ops.resize import Upsample

# Up to this factor F.interpolate's float32 arithmetic finds the right pixel. At 41 it is
# off by one (measured).
NEAREST_LIMIT = 32


def upsample(op: Upsample, site: Site) -> Layer:
    if op.mode == "nearest" and not _finds_pixels(op):
        name, keys = helper_name(op), helper_keys(op)
        return Layer(
            call=resizing(lambda x, keys: invoke(name, x, **keys), keys),
            listed=_listed(site, invoke("Apply", dotted(name), **keys)),
        )
    nearest = op.mode == "nearest"
    keys: Keys = {
        "size": None if op.size is None else size(op.size),
        "scale_factor": None if op.scale is None else size(op.scale),
        "mode": None if nearest else lit(op.mode),
        "align_corners": None if nearest else lit(op.align_corners),
    }
    keys = {key: value for key, value in keys.items() if value is not None}
    return Layer(
        module=_listed(site, invoke("nn.Upsample", **keys)),
        call=resizing(lambda x, keys: invoke("F.interpolate", x, **keys), keys),
    )


def _listed(site: Site, layer: Code) -> Code | None:
    """``layer``; None if the size comes from another value."""
    return layer if len(site.xs) == 1 else None


def _finds_pixels(op: Upsample) -> bool:
    """Whether F.interpolate, which computes in float32, finds the nearest pixels."""
    return op.scale is not None and all(map(_is_small, op.scale))


def _is_small(factor: Real) -> bool:
    return not isinstance(factor, float) and (upper(factor) or 99) <= NEAREST_LIMIT
