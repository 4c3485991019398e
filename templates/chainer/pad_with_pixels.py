def pad_with_pixels(x, pads, mode):
    """Repeats pixels around an image; F.pad gives wrong gradients in these modes."""
    xp = chainer.backend.get_array_module(x)
    for axis, widths in enumerate(pads, 2):
        index = xp.pad(xp.arange(x.shape[axis]), widths, mode)
        x = F.get_item(x, (slice(None),) * axis + (index,))
    return x
