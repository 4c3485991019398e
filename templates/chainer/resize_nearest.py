def resize_nearest(x, size):
    """Resizes images to (rows, columns) by copying pixels."""
    rows, columns = (
        [i * old // new for i in range(new)] for old, new in zip(x.shape[2:], size)
    )
    return x[:, :, rows][:, :, :, columns]
