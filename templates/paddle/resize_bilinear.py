def resize_bilinear(x, size=None, scale=(1, 1)):
    """Resize an image by mixing pixels; the built-in one rounds to float32."""
    for axis in (2, 3):
        length = x.shape[axis]
        count = size[axis - 2] if size else length * scale[axis - 2]
        place = (paddle.arange(count, dtype=x.dtype) + 0.5) * (length / count) - 0.5
        place = place.clip(min=0)
        low = place.astype("int64")
        high = (low + 1).clip(max=length - 1)
        share = (place - low.astype(x.dtype)).reshape((-1,) + (1,) * (3 - axis))
        x = x.index_select(low, axis) * (1 - share) + x.index_select(high, axis) * share
    return x
