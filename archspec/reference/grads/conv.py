"""Gradients of convolutions, as matrix products."""

from collections.abc import Iterator

import numpy as np

from archspec.ops.base import whole
from archspec.ops.conv import Conv, ConvTranspose
from archspec.reference.grads.arrays import Grads, channel_sums
from archspec.reference.ops.arrays import (
    Array,
    Weights,
    margins_of,
    padded,
    size_of,
    unpadded,
)
from archspec.reference.ops.conv import MAX_COLUMNS, windows_of


def conv(op: Conv, x: Array, weights: Weights, dy: Array) -> Grads:
    """Windows unrolled into columns, of a few images or rows at a time."""
    dilation, stride = size_of(op.dilation), size_of(op.stride)
    weight = weights["weight"]
    outputs, per_group, kh, kw = weight.shape
    groups = x.shape[1] // per_group
    count, _, height, width = dy.shape
    source = padded(x, margins_of(op.padding))
    # Images are part of a row of the matrices: one product for all of them.
    windows = windows_of(op, source, (height, width)).transpose(1, 2, 3, 0, 4, 5)
    slopes = dy.transpose(1, 0, 2, 3)
    kernel = weight.reshape(groups, outputs // groups, -1)
    d_kernel = np.zeros_like(kernel)
    d_source = np.zeros(source.shape, x.dtype)
    for images, rows in _blocks(count, height, x.shape[1] * kh * kw * width):
        part = slopes[:, images, rows].reshape(groups, outputs // groups, -1)
        seen = windows[..., images, rows, :]
        columns = seen.reshape(groups, per_group * kh * kw, -1)
        d_kernel += np.matmul(part, columns.swapaxes(1, 2))
        d_columns = np.matmul(kernel.swapaxes(1, 2), part).reshape(seen.shape)
        low, high = rows.start * stride[0], (rows.stop - 1) * stride[0] + 1
        right = (width - 1) * stride[1] + 1
        for i in range(kh):
            for j in range(kw):
                top, left = i * dilation[0], j * dilation[1]
                reached = d_source[
                    images,
                    :,
                    low + top : high + top : stride[0],
                    left : left + right : stride[1],
                ]
                reached += d_columns[:, i, j].swapaxes(0, 1)
    dx = unpadded(d_source, margins_of(op.padding))
    return dx, {"weight": d_kernel.reshape(weight.shape)} | _bias(weights, dy)


def _blocks(count: int, height: int, row: int) -> Iterator[tuple[slice, slice]]:
    """Images and rows of the output, so that MAX_COLUMNS holds their columns.

    A ``row`` of the output has this many values in its columns.
    """
    images = max(1, MAX_COLUMNS // (row * height))
    rows = height if images > 1 else max(1, MAX_COLUMNS // row)
    for first in range(0, count, images):
        for top in range(0, height, rows):
            last, bottom = min(first + images, count), min(top + rows, height)
            yield slice(first, last), slice(top, bottom)


def conv_transpose(op: ConvTranspose, x: Array, weights: Weights, dy: Array) -> Grads:
    """Each tap reads what it wrote in the output."""
    stride, dilation = size_of(op.stride), size_of(op.dilation)
    count, channels, height, width = x.shape
    weight = weights["weight"]
    per_group, kh, kw = weight.shape[1:]
    groups = whole(op.groups)
    rows, columns = (height - 1) * stride[0] + 1, (width - 1) * stride[1] + 1
    full = padded(dy, margins_of(op.padding))
    pixels = x.reshape(count, groups, channels // groups, height * width)
    kernel = weight.reshape(groups, channels // groups, per_group, kh, kw)
    # BLAS takes a matrix only if one of its axes is contiguous.
    kernel = np.ascontiguousarray(kernel.transpose(3, 4, 0, 1, 2))
    d_pixels, d_kernel = np.zeros_like(pixels), np.empty_like(kernel)
    for i in range(kh):
        for j in range(kw):
            top, left = i * dilation[0], j * dilation[1]
            reached = full[:, :, top : top + rows, left : left + columns]
            part = reached[:, :, :: stride[0], :: stride[1]].reshape(
                count, groups, per_group, -1
            )
            d_pixels += np.matmul(kernel[i, j], part)
            d_kernel[i, j] = np.matmul(pixels, part.swapaxes(2, 3)).sum(axis=0)
    d_weight = d_kernel.transpose(2, 3, 4, 0, 1).reshape(weight.shape)
    return d_pixels.reshape(x.shape), {"weight": d_weight} | _bias(weights, dy)


def _bias(weights: Weights, dy: Array) -> dict[str, Array]:
    return {"bias": channel_sums(dy)} if "bias" in weights else {}
