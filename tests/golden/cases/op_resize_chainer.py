import chainer
import chainer.functions as F
import chainer.links as L


def resize_nearest(x, size=None, scale=None):
    """Resizes by copying pixels."""
    for axis, n in enumerate(x.shape[2:], 2):
        if size:
            places = [i * n // size[axis - 2] for i in range(size[axis - 2])]
        else:
            factor = scale[axis - 2]
            places = [int(i // factor) for i in range(int(n * factor))]
        x = x[(slice(None),) * axis + (places,)]
    return x


def resize_linear(x, size=None, scale=None, align_corners=False):
    """Resizes by mixing the nearest pixels along each side."""
    xp = chainer.backend.get_array_module(x)
    for side in range(x.ndim - 2):
        # Mixes the first of the sides and puts it last.
        n = x.shape[2]
        factor = scale[side] if scale else size[side] / n
        count = size[side] if size else int(n * factor)
        if align_corners:
            place = xp.arange(count) * ((n - 1) / max(count - 1, 1))
        else:
            place = xp.clip((xp.arange(count) + 0.5) / factor - 0.5, 0, n - 1)
        share = xp.maximum(1 - abs(place[:, None] - xp.arange(n)), 0)
        x = F.tensordot(x, share.astype(x.dtype), axes=((2,), (1,)))
    return x


class Group(chainer.Chain):
    """Part `group` of Resizing."""

    def forward(self, x, skip):
        return F.tanh(resize_linear(x, size=skip.shape[2:], align_corners=True))


class Resizing(chainer.Chain):
    """Network Resizing."""

    def __init__(self, corners=True):
        super().__init__()
        self.corners = corners
        with self.init_scope():
            self.ruler = L.Convolution2D(2, 1, 2)
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
        signal_scaled = F.unpooling_1d(signal, 2, cover_all=False)
        signal_sized = resize_nearest(signal, size=(7,))
        signal_linear = resize_linear(signal, scale=(2.5,))
        signal_like = resize_linear(
            signal_scaled, size=signal.shape[2:], align_corners=True
        )
        volume_scaled = F.unpooling_3d(volume, (2, 1, 3), cover_all=False)
        volume_sized = resize_nearest(volume, size=(3, 2, 4))
        volume_linear = resize_linear(volume, scale=(2, 2, 2))
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
