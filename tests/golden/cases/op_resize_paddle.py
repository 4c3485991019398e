import paddle
from paddle import nn
from paddle.nn import functional as F


def resize_nearest(x, size=None, scale=None):
    """Resize by copying pixels, at places that F.interpolate rounds."""
    for axis, n in enumerate(x.shape[2:], 2):
        if size:
            places = [i * n // size[axis - 2] for i in range(size[axis - 2])]
        else:
            factor = scale[axis - 2]
            places = [int(i // factor) for i in range(int(n * factor))]
        x = x.index_select(paddle.to_tensor(places), axis)
    return x


def resize_linear(x, size=None, scale=None, align_corners=False):
    """Resize by mixing pixels along each side; F.interpolate rounds to float32."""
    for axis, n in enumerate(x.shape[2:], 2):
        factor = scale[axis - 2] if scale else size[axis - 2] / n
        count = size[axis - 2] if size else int(n * factor)
        place = paddle.arange(count, dtype=x.dtype)
        if align_corners:
            place = place * ((n - 1) / max(count - 1, 1))
        else:
            place = ((place + 0.5) / factor - 0.5).clip(min=0)
        low = place.astype("int64")
        high = (low + 1).clip(max=n - 1)
        share = (place - low.astype(x.dtype)).reshape(
            (-1,) + (1,) * (x.ndim - axis - 1)
        )
        x = x.index_select(low, axis) * (1 - share) + x.index_select(high, axis) * share
    return x


class Group(nn.Layer):
    """Part `group` of Resizing."""

    def forward(self, x, skip):
        return F.tanh(resize_linear(x, size=skip.shape[2:], align_corners=True))


class Resizing(nn.Layer):
    """Network Resizing."""

    def __init__(self, corners=True):
        super().__init__()
        self.corners = corners
        self.ruler = nn.Conv2D(2, 1, 2)
        self.group = Group()

    def forward(self, x, signal, volume):
        grown = resize_nearest(x, scale=(1.5, 1.5))
        factor = resize_linear(x, scale=(1.5, 0.6))
        aligned = resize_linear(x, size=(5, 3), align_corners=True)
        corners = resize_linear(x, scale=(2, 2), align_corners=self.corners)
        y = resize_nearest(corners, size=x.shape[2:])
        like = resize_linear(y, size=grown.shape[2:])
        y = self.ruler(x)
        measured = resize_nearest(grown, size=y.shape[2:])
        group = self.group(corners, x)
        signal_scaled = resize_nearest(signal, scale=(2,))
        signal_sized = resize_nearest(signal, size=(7,))
        signal_linear = resize_linear(signal, scale=(2.5,))
        signal_like = resize_linear(
            signal_scaled, size=signal.shape[2:], align_corners=True
        )
        volume_scaled = F.interpolate(
            volume, scale_factor=(2, 1, 3), mode="nearest", data_format="NCDHW"
        )
        volume_sized = resize_nearest(volume, size=(3, 2, 4))
        volume_linear = F.interpolate(
            volume,
            scale_factor=2,
            mode="trilinear",
            align_corners=False,
            data_format="NCDHW",
        )
        x = resize_linear(volume, size=(3, 4, 5), align_corners=True)
        return (
            grown,
            factor,
            aligned,
            corners,
            like,
            measured,
            group,
            signal_scaled,
            signal_sized,
            signal_linear,
            signal_like,
            volume_scaled,
            volume_sized,
            volume_linear,
            x,
        )
