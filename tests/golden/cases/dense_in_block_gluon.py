from mxnet.gluon import nn


class Head(nn.HybridBlock):
    """Block Head."""

    def __init__(self, in_features2, classes, hidden=0, in_features=None):
        super().__init__()
        if hidden > 0:
            self.hidden = nn.Dense(hidden, in_units=in_features)
        else:
            self.hidden = nn.HybridSequential()
        self.fc = nn.Dense(classes, in_units=in_features2)

    def hybrid_forward(self, F, x):
        x = self.hidden(F.flatten(x))
        return self.fc(x)


class Pooled(nn.HybridSequential):
    """Block Pooled."""

    def __init__(self, in_channels, in_features, classes):
        super().__init__()
        self.add(
            nn.Conv2D(4, 3, in_channels=in_channels),
            nn.MaxPool2D(),
            nn.Flatten(),
            nn.Dense(classes, in_units=in_features),
        )


class Two(nn.HybridBlock):
    """Block Two."""

    def __init__(self, in_features, in_features2, classes):
        super().__init__()
        self.a = nn.HybridSequential()
        self.a.add(nn.Flatten(), nn.Dense(classes, in_units=in_features))
        self.b = nn.HybridSequential()
        self.b.add(
            nn.AvgPool2D(), nn.Flatten(), nn.Dense(classes, in_units=in_features2)
        )

    def hybrid_forward(self, F, x):
        a = self.a(x)
        return a + self.b(x)


class Nested(nn.HybridBlock):
    """Block Nested."""

    def __init__(self, in_channels, in_features, classes):
        super().__init__()
        self.conv = nn.Conv2D(2, 1, in_channels=in_channels)
        self.head = Head(in_features, classes)

    def hybrid_forward(self, F, x):
        x = self.conv(x)
        return self.head(x)


class Rest(nn.HybridBlock):
    """Block Rest."""

    def __init__(self, in_channels, classes, flat=True, in_features=None):
        super().__init__()
        self.use_flatten = flat
        if flat:
            self.fc = nn.Dense(classes, in_units=in_features)
        else:
            self.fc = nn.HybridSequential()
        if not flat:
            self.conv = nn.Conv2D(classes, 1, in_channels=in_channels)
        else:
            self.conv = nn.HybridSequential()

    def hybrid_forward(self, F, x):
        if self.use_flatten:
            x = F.flatten(x)
        x = self.fc(x)
        return self.conv(x)


class DenseInBlock(nn.HybridBlock):
    """Dense layers of a block whose input features depend on height and width."""

    def __init__(self, classes=5, pool=True):
        super().__init__()
        self.conv = nn.Conv2D(4, 3, padding=1, in_channels=3)
        self.head = Head(192, classes)
        self.head2 = Head(6, classes, hidden=6, in_features=4 * 8 * 6)
        self.pooled = Pooled(4, 4 * 3 * 2, classes)
        self.two = Two(4 * 8 * 6, 4 * 4 * 3, classes)
        self.nested = Nested(4, 2 * 8 * 6, classes)
        self.shrink = nn.MaxPool2D() if pool else nn.HybridSequential()
        self.nested2 = Nested(4, 2 * (4 if pool else 8) * (3 if pool else 6), classes)
        self.rest = Rest(
            4, classes, in_features=4 * (4 if pool else 8) * (3 if pool else 6)
        )

    def hybrid_forward(self, F, x):
        conv = self.conv(x)
        head = self.head(conv)
        head2 = self.head2(conv)
        pooled = self.pooled(conv)
        two = self.two(conv)
        nested = self.nested(conv)
        shrink = self.shrink(conv)
        nested2 = self.nested2(shrink)
        return head + head2 + pooled + two + nested + nested2 + self.rest(shrink)
