"""Chainer: resizing."""

from archspec.backends.chainer.rows.common import function
from archspec.backends.contract.dialect import Layer, Site
from archspec.backends.contract.fields import sides, size
from archspec.backends.contract.resizing import helper_keys, helper_name, resizing
from archspec.backends.python.build import dotted, invoke
from archspec.backends.python.nodes import Literal
from archspec.ops.resize import Upsample, is_whole_factor


def upsample(op: Upsample, site: Site) -> Layer:
    if op.mode == "nearest" and op.scale is not None and is_whole_factor(op.scale):
        name = f"F.unpooling_{sides(site.x)}d"
        return function(name, 1, ksize=size(op.scale), cover_all=Literal(False))
    name, keys = helper_name(op), helper_keys(op)
    layer = invoke("Apply", dotted(name), **keys)
    return Layer(
        call=resizing(lambda x, keys: invoke(name, x, **keys), keys),
        listed=layer if len(site.xs) == 1 else None,
    )
