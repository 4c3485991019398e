from mxnet.gluon import nn


class Stage(nn.HybridSequential):
    """Block Stage."""

    def __init__(self, in_channels, widths, kernel=(1, 1), pads=(0, 0)):
        super().__init__()
        channels = in_channels
        for w in widths:
            self.add(
                nn.Conv2D(w, kernel, padding=pads, in_channels=channels),
                nn.Activation("tanh"),
            )
            channels = w


class Pairs(nn.HybridBlock):
    """Block Pairs."""

    def __init__(self, in_channels, pairs):
        super().__init__()
        self.a = nn.Conv2D(pairs[0], 1, in_channels=in_channels)
        self.b = nn.Conv2D(pairs[1] + len(pairs), 1, in_channels=pairs[0])

    def hybrid_forward(self, F, x):
        x = self.a(x)
        return self.b(x)


class Lists(nn.HybridBlock):
    """Params that are lists, their items, slices and lengths."""

    def __init__(
        self, widths=(4, 6, 5), depths=(1, 2, 1), hidden=(7, 5), kernel=(3, 1)
    ):
        super().__init__()
        widths = list(widths)
        last = widths[-1]
        inner = hidden[1:]
        self.stem = nn.Conv2D(
            widths[0], kernel, padding=(kernel[0] // 2, kernel[1] // 2), in_channels=3
        )
        self.stages = nn.HybridSequential()
        channels = widths[0]
        height = kernel[0] // 2 * 2 - kernel[0] + 17
        width = kernel[1] // 2 * 2 - kernel[1] + 17
        for i, depth in enumerate(depths):
            layer = nn.HybridSequential()
            for j in range(depth):
                layer.add(
                    nn.Conv2D(
                        widths[i], 1, in_channels=channels if j == 0 else widths[i]
                    )
                )
            layer.add(nn.MaxPool2D())
            self.stages.add(layer)
            channels = widths[i]
            height = height // 2
            width = width // 2
        self.stage = Stage(
            widths[len(depths) - 1], widths[:2] + [last], kernel=kernel, pads=(1, 0)
        )
        self.stage2 = Stage((widths[:2] + [last])[-1], [last] * 2)
        self.pairs = Pairs(([last] * 2)[-1], (widths[1], last))
        self.count = nn.Conv2D(
            len(widths) + sum(depths), 1, in_channels=last + len((widths[1], last))
        )
        if widths == [4, 6, 5] and len(hidden) > 1:
            self.equal = nn.Activation("tanh")
        else:
            self.equal = nn.HybridSequential()
        self.hidden = nn.HybridSequential()
        features = (
            (len(widths) + sum(depths))
            * (height + len(widths[:2] + [last]) * (3 - kernel[0]))
            * (width + len(widths[:2] + [last]) * (1 - kernel[1]))
        )
        for units in hidden:
            layer = nn.HybridSequential()
            layer.add(nn.Dense(units, in_units=features), nn.Activation("tanh"))
            self.hidden.add(layer)
            features = units
        self.more = nn.HybridSequential()
        channels2 = hidden[-1]
        for units in inner:
            self.more.add(nn.Dense(units + 1, in_units=channels2))
            channels2 = units + 1
        self.fc = nn.Dense(last, in_units=inner[-1] + 1)

    def hybrid_forward(self, F, x):
        x = self.stem(x)
        x = self.stages(x)
        x = self.stage(x)
        x = self.stage2(x)
        x = self.pairs(x)
        x = F.flatten(self.equal(self.count(x)))
        x = self.hidden(x)
        x = self.more(x)
        return self.fc(x)
