def resize_nearest(x, size=None, scale=(1, 1)):
    """Resize an image by copying pixels; the built-in one rounds to float32."""
    for axis in (2, 3):
        length = x.shape[axis]
        count = size[axis - 2] if size else length * scale[axis - 2]
        x = x.index_select(paddle.arange(count) * length // count, axis)
    return x
