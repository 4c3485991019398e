# F.resize_images takes images of float32 only.
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
