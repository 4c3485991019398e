"""Convolutions as matrix products."""

import numpy as np
from numpy.lib.stride_tricks import as_strided

from archspec.ops.base import whole
from archspec.ops.conv import Conv, ConvTranspose
from archspec.reference.ops.arrays import (
    Array,
    Size,
    Weights,
    margins_of,
    padded,
    size_of,
    unpadded,
)

MAX_COLUMNS = 1 << 22  # values unrolled at a time; 32 MiB in float64


def conv(op: Conv, x: Array, weights: Weights) -> Array:
    """Convolution of (N, C, H, W): windows unrolled into columns, a few rows at a time."""
    weight = weights["weight"]
    outputs, per_group, kh, kw = weight.shape
    groups = x.shape[1] // per_group
    height, width = (whole(size) for size in op.output(x.shape[1:])[1:])
    windows = windows_of(op, padded(x, margins_of(op.padding)), (height, width))
    y = np.empty((x.shape[0], outputs, height, width), x.dtype)
    kernel = weight.reshape(groups, outputs // groups, -1)
    rows = max(1, MAX_COLUMNS // (x.shape[1] * kh * kw * width))
    for n in range(x.shape[0]):
        for top in range(0, height, rows):
            part = windows[n, ..., top : top + rows, :]
            columns = part.reshape(groups, per_group * kh * kw, -1)
            product = np.matmul(kernel, columns)
            y[n, :, top : top + rows] = product.reshape(outputs, -1, width)
    if "bias" in weights:
        y += weights["bias"].reshape(-1, 1, 1)
    return y


def windows_of(op: Conv, source: Array, count: Size) -> Array:
    """What each tap sees of padded images: (N, C, *kernel, *count), a view."""
    dilation, stride = size_of(op.dilation), size_of(op.stride)
    image, channel, row, column = source.strides
    return as_strided(  # within the source by the shape rule of the operator
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


def conv_transpose(op: ConvTranspose, x: Array, weights: Weights) -> Array:
    """Transposed convolution of (N, C, H, W): each tap adds its product to the output."""
    stride, dilation = size_of(op.stride), size_of(op.dilation)
    count, channels, height, width = x.shape
    weight = weights["weight"]
    per_group, kh, kw = weight.shape[1:]
    groups = whole(op.groups)
    # What one tap reaches, then the output before the padding is cut off it.
    rows, columns = (height - 1) * stride[0] + 1, (width - 1) * stride[1] + 1
    extra = size_of(op.output_padding)
    full_h = rows + (kh - 1) * dilation[0] + extra[0]
    full_w = columns + (kw - 1) * dilation[1] + extra[1]
    full = np.zeros((count, groups * per_group, full_h, full_w), x.dtype)
    pixels = x.reshape(count, groups, channels // groups, height * width)
    kernel = weight.reshape(groups, channels // groups, per_group, kh, kw)
    # BLAS takes a matrix only if one of its axes is contiguous.
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
    return y + weights["bias"].reshape(-1, 1, 1) if "bias" in weights else y
