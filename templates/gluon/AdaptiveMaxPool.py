class AdaptiveMaxPool(nn.HybridBlock):
    """Max pooling to ``size``, a number for each side; no operator of MXNet does it."""

    def __init__(self, size):
        super().__init__()
        self.size = size

    def hybrid_forward(self, F, x):
        # From the last side to the first, so that the first of equal values wins.
        for axis in reversed(range(2, len(self.size) + 2)):
            x = self.pool(F, x, axis, self.size[axis - 2])
        return x

    def pool(self, F, x, axis, n):
        place = F.contrib.arange_like(x, axis=axis)
        count = F.max(place) + 1
        shape = [-1 if i == axis else 1 for i in range(len(self.size) + 2)]
        lowest = F.zeros_like(x) - float("inf")
        tops = []
        for i in range(n):
            begun = F.broadcast_greater_equal(place, F.floor(i * count / n))
            more = F.broadcast_lesser(place, F.ceil((i + 1) * count / n))
            window = F.broadcast_like(F.reshape(begun * more, shape), x)
            part = F.where(window, x, lowest)
            top = F.argmax(part, axis=axis)
            tops.append(F.pick(part, top, axis=axis, keepdims=True))
        return F.concat(*tops, dim=axis)
