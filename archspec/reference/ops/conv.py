"""Convolutions as matrix products, with their gradients.

Values are (N, C, *sides): signals, images and volumes.
"""

from collections.abc import Iterator, Mapping
from math import prod

import numpy as np
from numpy.lib.stride_tricks import as_strided

from archspec.ops.base import Op, whole
from archspec.ops.conv import Conv, ConvTranspose
from archspec.reference.ops.arrays import (
    Array,
    Size,
    channel_sums,
    margins_of,
    padded,
    per_channel,
    places,
    reached,
    size_of,
    unpadded,
)
from archspec.reference.ops.rule import Grads, Rule

MAX_COLUMNS = 1 << 22  # values unrolled at a time; 32 MiB in float64


def conv(op: Conv, x: Array, weight: Array, bias: Array | None = None) -> Array:
    """Convolution: unrolls windows into columns, a few rows at a time."""
    outputs, per_group, *kernel = weight.shape
    groups, taps = x.shape[1] // per_group, prod(kernel)
    sides = size_of(op.output(x.shape[1:])[1:])
    windows = _windows_of(op, padded(x, margins_of(op.padding)), sides)
    y = np.empty((x.shape[0], outputs, *sides), x.dtype)
    matrix = weight.reshape(groups, outputs // groups, -1)
    # A row runs along all sides but the first.
    rows = max(1, MAX_COLUMNS // (x.shape[1] * taps * prod(sides[1:])))
    others = [slice(None)] * len(sides[1:])
    for n in range(x.shape[0]):
        for top in range(0, sides[0], rows):
            part = windows[n][(..., slice(top, top + rows), *others)]
            columns = part.reshape(groups, per_group * taps, -1)
            product = np.matmul(matrix, columns)
            y[n, :, top : top + rows] = product.reshape(outputs, -1, *sides[1:])
    return y if bias is None else y + per_channel(bias, y)


def conv_gradient(
    op: Conv, dy: Array, x: Array, weight: Array, bias: Array | None = None
) -> Grads:
    """Unroll windows into columns, a few examples or rows at a time."""
    dilation, stride = size_of(op.dilation), size_of(op.stride)
    outputs, per_group, *kernel = weight.shape
    groups, taps = x.shape[1] // per_group, prod(kernel)
    count, _, *sides = dy.shape
    source = padded(x, margins_of(op.padding))
    # Examples are part of a row of the matrices, so one product handles all of them.
    windows = np.moveaxis(_windows_of(op, source, tuple(sides)), 0, -len(sides) - 1)
    slopes = dy.swapaxes(0, 1)
    matrix = weight.reshape(groups, outputs // groups, -1)
    d_matrix = np.zeros_like(matrix)
    d_source = np.zeros(source.shape, x.dtype)
    others = [slice(None)] * len(sides[1:])
    row = x.shape[1] * taps * prod(sides[1:])
    for examples, rows in _blocks(count, sides[0], row):
        part = slopes[:, examples, rows].reshape(groups, outputs // groups, -1)
        seen = windows[(..., examples, rows, *others)]
        columns = seen.reshape(groups, per_group * taps, -1)
        d_matrix += np.matmul(part, columns.swapaxes(1, 2))
        d_columns = np.matmul(matrix.swapaxes(1, 2), part).reshape(seen.shape)
        done = (rows.stop - rows.start, *sides[1:])
        for place in places(tuple(kernel)):
            start = _times(place, dilation)
            first = (start[0] + rows.start * stride[0], *start[1:])
            into = d_source[examples][(..., *reached(first, stride, done))]
            into += d_columns[(slice(None), *place)].swapaxes(0, 1)
    dx = unpadded(d_source, margins_of(op.padding))
    return (dx,), _params(d_matrix.reshape(weight.shape), dy, bias)


def _times(place: Size, dilation: Size) -> Size:
    """The pixel that a tap of a dilated window reads first."""
    return tuple(index * by for index, by in zip(place, dilation, strict=True))


def _windows_of(op: Conv, source: Array, count: Size) -> Array:
    """The pixels of padded values at each tap: (N, C, *kernel, *count), a view."""
    example, channel, *steps = source.strides
    return as_strided(  # the shape rule of the operator keeps it within the source
        source,
        (*source.shape[:2], *size_of(op.kernel), *count),
        (
            example,
            channel,
            *_times(tuple(steps), size_of(op.dilation)),
            *_times(tuple(steps), size_of(op.stride)),
        ),
        writeable=False,
    )


def _blocks(count: int, height: int, row: int) -> Iterator[tuple[slice, slice]]:
    """Slices of examples and of rows of the output, each of at most MAX_COLUMNS values.

    ``row`` is the number of values in the columns of one row of the output.
    """
    examples = max(1, MAX_COLUMNS // (row * height))
    rows = height if examples > 1 else max(1, MAX_COLUMNS // row)
    for first in range(0, count, examples):
        for top in range(0, height, rows):
            last, bottom = min(first + examples, count), min(top + rows, height)
            yield slice(first, last), slice(top, bottom)


def conv_transpose(
    op: ConvTranspose, x: Array, weight: Array, bias: Array | None = None
) -> Array:
    """Transposed convolution: each tap adds its product to the output."""
    stride, dilation = size_of(op.stride), size_of(op.dilation)
    count, channels, *sides = x.shape
    per_group, *kernel = weight.shape[1:]
    groups = whole(op.groups)
    full = np.zeros((count, groups * per_group, *_full(op, x)), x.dtype)
    pixels = x.reshape(count, groups, channels // groups, -1)
    matrices = weight.reshape(groups, channels // groups, per_group, -1)
    # BLAS accepts a matrix only if one of its axes is contiguous.
    matrices = np.ascontiguousarray(matrices.transpose(3, 0, 2, 1))
    for place, matrix in zip(places(tuple(kernel)), matrices, strict=True):
        part = np.matmul(matrix, pixels)
        into = full[(..., *reached(_times(place, dilation), stride, tuple(sides)))]
        into += part.reshape(count, -1, *sides)
    y = unpadded(full, margins_of(op.padding))
    return y if bias is None else y + per_channel(bias, y)


def _full(op: ConvTranspose, x: Array) -> Size:
    """The sides of the output before the padding is cut off it."""
    return tuple(
        (size - 1) * stride + 1 + (kernel - 1) * dilation + extra
        for size, stride, kernel, dilation, extra in zip(
            x.shape[2:],
            size_of(op.stride),
            size_of(op.kernel),
            size_of(op.dilation),
            size_of(op.output_padding),
            strict=True,
        )
    )


def conv_transpose_gradient(
    op: ConvTranspose, dy: Array, x: Array, weight: Array, bias: Array | None = None
) -> Grads:
    """Each tap reads the part of the output that it wrote."""
    stride, dilation = size_of(op.stride), size_of(op.dilation)
    count, channels, *sides = x.shape
    per_group, *kernel = weight.shape[1:]
    groups = whole(op.groups)
    full = padded(dy, margins_of(op.padding))
    pixels = x.reshape(count, groups, channels // groups, -1)
    matrices = weight.reshape(groups, channels // groups, per_group, -1)
    # BLAS accepts a matrix only if one of its axes is contiguous.
    matrices = np.ascontiguousarray(matrices.transpose(3, 0, 1, 2))
    d_pixels, d_matrices = np.zeros_like(pixels), np.empty_like(matrices)
    for tap, place in enumerate(places(tuple(kernel))):
        seen = full[(..., *reached(_times(place, dilation), stride, tuple(sides)))]
        part = seen.reshape(count, groups, per_group, -1)
        d_pixels += np.matmul(matrices[tap], part)
        d_matrices[tap] = np.matmul(pixels, part.swapaxes(2, 3)).sum(axis=0)
    d_weight = d_matrices.transpose(1, 2, 3, 0).reshape(weight.shape)
    return (d_pixels.reshape(x.shape),), _params(d_weight, dy, bias)


def _params(d_weight: Array, dy: Array, bias: Array | None) -> dict[str, Array]:
    params = {"weight": d_weight}
    if bias is not None:
        params["bias"] = channel_sums(dy)
    return params


RULES: Mapping[type[Op], Rule] = {
    Conv: Rule(conv, conv_gradient),
    ConvTranspose: Rule(conv_transpose, conv_transpose_gradient),
}
