from mxnet.gluon import nn


class LeakyReLU(nn.HybridBlock):
    """Composed, since nn.LeakyReLU multiplies in float32."""

    def __init__(self, slope):
        super().__init__()
        self.slope = slope

    def hybrid_forward(self, F, x):
        return F.where(x > 0, x, self.slope * x)


class Down(nn.HybridBlock):
    """Block Down."""

    def __init__(self, in_channels, grow=1):
        super().__init__()
        self.conv = nn.Conv2D(
            in_channels + grow, 3, strides=2, padding=1, in_channels=in_channels
        )
        self.leaky_relu = LeakyReLU(0.01)

    def hybrid_forward(self, F, x):
        return self.leaky_relu(self.conv(x))


class Head(nn.HybridBlock):
    """Block Head."""

    def __init__(self, in_features, units):
        super().__init__()
        self.fc = nn.Dense(units, in_units=in_features)

    def hybrid_forward(self, F, x):
        return self.fc(F.flatten(x))


class Layer(nn.HybridBlock):
    """Part `right` of Prelude."""

    def __init__(self, channels2, depth, i):
        super().__init__()
        self.inner = nn.HybridSequential()
        channels3 = channels2
        for j in range(depth):
            self.inner.add(nn.Conv2D(i + j + 2, 1, in_channels=channels3))
            channels3 = i + j + 2

    def hybrid_forward(self, F, x):
        return self.inner(x)


class Prelude(nn.HybridBlock):
    """Running sizes inside of conditions, of branches and of other repeats."""

    def __init__(self, use=True, depth=2, widths=(4, 5)):
        super().__init__()
        self.down = nn.HybridSequential()
        channels = 4
        size = 16
        for i in range(depth):
            self.down.add(Down(channels, grow=i + 1))
            channels = channels + (i + 1)
            size = (size - 1) // 2 + 1
        self.left = nn.HybridSequential()
        if use:
            features = channels
            for w in widths:
                layer = nn.HybridSequential()
                layer.add(nn.Conv2D(w, 1, in_channels=features), nn.Activation("tanh"))
                self.left.add(layer)
                features = w
        self.right = nn.HybridSequential()
        channels2 = channels
        for i in range(2):
            self.right.add(Layer(channels2, depth, i))
            channels2 = i + depth + 1
        self.more = nn.HybridSequential()
        channels4 = (widths[-1] if use else channels) + depth + 2
        for i in range(2):
            self.more.add(Down(channels4, grow=i * 2))
            channels4 = channels4 + i * 2
        self.head = Head(
            ((widths[-1] if use else channels) + depth + 4)
            * ((size - 1) // 2 // 2 + 1)
            * ((size - 1) // 2 // 2 + 1),
            6,
        )
        self.fc = nn.Dense(4, in_units=6)

    def hybrid_forward(self, F, x):
        x = self.down(x)
        x = F.concat(self.left(x), self.right(x), dim=1)
        x = self.more(x)
        x = self.head(x)
        return self.fc(x)
