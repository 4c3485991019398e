def pixel_unshuffle(x, scale):
    """Turns squares of scale * scale pixels into channels."""
    n, c, h, w = x.shape
    x = F.reshape(x, (n, c, h // scale, scale, w // scale, scale))
    x = F.transpose(x, (0, 1, 3, 5, 2, 4))
    return F.reshape(x, (n, -1, h // scale, w // scale))
