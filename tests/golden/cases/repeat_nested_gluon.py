from mxnet.gluon import nn


class Unit(nn.HybridSequential):
    """Block Unit."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__()
        self.add(
            nn.Conv2D(channels, 1, strides=stride, in_channels=in_channels),
            nn.Activation("tanh"),
        )


class Layer(nn.HybridBlock):
    """Part `levels` of RepeatNested."""

    def __init__(self, i):
        super().__init__()
        self.inner = nn.HybridSequential()
        for j in range(2):
            self.inner.add(Unit((5 if i == 0 else 4) if j == 0 else 5, 5))
        self.conv = nn.Conv2D(4, 1, in_channels=5)

    def hybrid_forward(self, F, x):
        x = self.inner(x)
        return self.conv(x)


class LayerLayer(nn.HybridBlock):
    """Part `shadow` of RepeatNested."""

    def __init__(self):
        super().__init__()
        self.again = nn.HybridSequential()
        channels4 = 4
        for j in range(2):
            self.again.add(Unit(channels4, 3 + j))
            channels4 = 3 + j

    def hybrid_forward(self, F, x):
        return self.again(x)


class RepeatNested(nn.HybridBlock):
    """Repeats in repeats; the inner one of an outer opens no level."""

    def __init__(self):
        super().__init__()
        self.flat = nn.HybridSequential()
        channels = 4
        for stage, (width, depth) in enumerate(((4, 2), (6, 1))):
            for i in range(depth):
                self.flat.register_child(
                    Unit(
                        channels if i == 0 else width,
                        width,
                        stride=2 if i == 0 and stage == 1 else 1,
                    ),
                    f"unit{stage + 1}_{i + 1}",
                )
            channels = width
        self.numbered = nn.HybridSequential()
        features = 6
        for j in range(2):
            for i in range(3):
                self.numbered.add(
                    nn.Conv2D(j + 4, 1, in_channels=features if i == 0 else j + 4)
                )
            features = j + 4
        self.levels = nn.HybridSequential()
        for i in range(2):
            self.levels.add(Layer(i))
        self.lists = nn.HybridSequential()
        channels2 = 4
        for i in range(2):
            layer = nn.HybridSequential()
            channels3 = channels2
            for k in range(2):
                layer.add(Unit(channels3, i + k + 2))
                channels3 = i + k + 2
            layer.add(nn.BatchNorm(in_channels=i + 3))
            self.lists.add(layer)
            channels2 = i + 3
        self.shadow = nn.HybridSequential()
        for _ in range(2):
            layer = nn.HybridSequential()
            layer.add(LayerLayer())
            self.shadow.add(layer)

    def hybrid_forward(self, F, x):
        x = self.flat(x)
        x = self.numbered(x)
        x = self.levels(x)
        x = self.lists(x)
        return self.shadow(x)
