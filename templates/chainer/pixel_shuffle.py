def pixel_shuffle(x, scale):
    """Turns blocks of scale * scale channels into squares of pixels."""
    n, _, h, w = x.shape
    x = F.reshape(x, (n, -1, scale, scale, h, w))
    x = F.transpose(x, (0, 1, 4, 2, 5, 3))
    return F.reshape(x, (n, -1, h * scale, w * scale))
