def resize_nearest(x, size=None, scale=None):
    """Resize by copying pixels, at places that F.interpolate rounds."""
    for axis, n in enumerate(x.shape[2:], 2):
        if size:
            places = [i * n // size[axis - 2] for i in range(size[axis - 2])]
        else:
            factor = scale[axis - 2]
            places = [int(i // factor) for i in range(int(n * factor))]
        x = x.index_select(axis, torch.tensor(places, device=x.device))
    return x
