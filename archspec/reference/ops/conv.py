"""Convolutions as matrix products, with their gradients."""

from collections.abc import Iterator, Mapping

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
    size_of,
    unpadded,
)
from archspec.reference.ops.rule import Grads, Rule

MAX_COLUMNS = 1 << 22  # values unrolled at a time; 32 MiB in float64


def conv(op: Conv, x: Array, weight: Array, bias: Array | None = None) -> Array:
    """Convolution of (N, C, H, W): unrolls windows into columns, a few rows at a time."""
    outputs, per_group, kh, kw = weight.shape
    groups = x.shape[1] // per_group
    height, width = (whole(size) for size in op.output(x.shape[1:])[1:])
    windows = _windows_of(op, padded(x, margins_of(op.padding)), (height, width))
    y = np.empty((x.shape[0], outputs, height, width), x.dtype)
    kernel = weight.reshape(groups, outputs // groups, -1)
    rows = max(1, MAX_COLUMNS // (x.shape[1] * kh * kw * width))
    for n in range(x.shape[0]):
        for top in range(0, height, rows):
            part = windows[n, ..., top : top + rows, :]
            columns = part.reshape(groups, per_group * kh * kw, -1)
            product = np.matmul(kernel, columns)
            y[n, :, top : top + rows] = product.reshape(outputs, -1, width)
    if bias is not None:
        y += bias.reshape(-1, 1, 1)
    return y


def conv_gradient(
    op: Conv, dy: Array, x: Array, weight: Array, bias: Array | None = None
) -> Grads:
    """Unroll windows into columns, a few images or rows at a time."""
    dilation, stride = size_of(op.dilation), size_of(op.stride)
    outputs, per_group, kh, kw = weight.shape
    groups = x.shape[1] // per_group
    count, _, height, width = dy.shape
    source = padded(x, margins_of(op.padding))
    # Images are part of a row of the matrices, so one product handles all of them.
    windows = _windows_of(op, source, (height, width)).transpose(1, 2, 3, 0, 4, 5)
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
    return (dx,), _params(d_kernel.reshape(weight.shape), dy, bias)


def _windows_of(op: Conv, source: Array, count: Size) -> Array:
    """The pixels of padded images at each tap: (N, C, *kernel, *count), a view."""
    dilation, stride = size_of(op.dilation), size_of(op.stride)
    image, channel, row, column = source.strides
    return as_strided(  # the shape rule of the operator keeps it within the source
        source,
        (*source.shape[:2], *size_of(op.kernel), *count),
        (
            image,
            channel,
            row * dilation[0],
            column * dilation[1],
            row * stride[0],
            column * stride[1],
        ),
        writeable=False,
    )


def _blocks(count: int, height: int, row: int) -> Iterator[tuple[slice, slice]]:
    """Slices of images and of rows of the output, each of at most MAX_COLUMNS values.

    ``row`` is the number of values in the columns of one row of the output.
    """
    images = max(1, MAX_COLUMNS // (row * height))
    rows = height if images > 1 else max(1, MAX_COLUMNS // row)
    for first in range(0, count, images):
        for top in range(0, height, rows):
            last, bottom = min(first + images, count), min(top + rows, height)
            yield slice(first, last), slice(top, bottom)


def conv_transpose(
    op: ConvTranspose, x: Array, weight: Array, bias: Array | None = None
) -> Array:
    """Transposed convolution of (N, C, H, W): each tap adds its product to the output."""
    stride, dilation = size_of(op.stride), size_of(op.dilation)
    count, channels, height, width = x.shape
    per_group, kh, kw = weight.shape[1:]
    groups = whole(op.groups)
    # The reach of one tap, then the output before the padding is cut off.
    rows, columns = (height - 1) * stride[0] + 1, (width - 1) * stride[1] + 1
    extra = size_of(op.output_padding)
    full_h = rows + (kh - 1) * dilation[0] + extra[0]
    full_w = columns + (kw - 1) * dilation[1] + extra[1]
    full = np.zeros((count, groups * per_group, full_h, full_w), x.dtype)
    pixels = x.reshape(count, groups, channels // groups, height * width)
    kernel = weight.reshape(groups, channels // groups, per_group, kh, kw)
    # BLAS accepts a matrix only if one of its axes is contiguous.
    kernel = np.ascontiguousarray(kernel.transpose(3, 4, 0, 2, 1))
    for i in range(kh):
        for j in range(kw):
            part = np.matmul(kernel[i, j], pixels)
            top, left = i * dilation[0], j * dilation[1]
            reached = full[:, :, top : top + rows, left : left + columns]
            reached[:, :, :: stride[0], :: stride[1]] += part.reshape(
                count, -1, height, width
            )
    y = unpadded(full, margins_of(op.padding))
    return y if bias is None else y + bias.reshape(-1, 1, 1)


def conv_transpose_gradient(
    op: ConvTranspose, dy: Array, x: Array, weight: Array, bias: Array | None = None
) -> Grads:
    """Each tap reads the part of the output that it wrote."""
    stride, dilation = size_of(op.stride), size_of(op.dilation)
    count, channels, height, width = x.shape
    per_group, kh, kw = weight.shape[1:]
    groups = whole(op.groups)
    rows, columns = (height - 1) * stride[0] + 1, (width - 1) * stride[1] + 1
    full = padded(dy, margins_of(op.padding))
    pixels = x.reshape(count, groups, channels // groups, height * width)
    kernel = weight.reshape(groups, channels // groups, per_group, kh, kw)
    # BLAS accepts a matrix only if one of its axes is contiguous.
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
