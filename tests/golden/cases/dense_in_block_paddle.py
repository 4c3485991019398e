from paddle import nn


class Head(nn.Layer):
    """Block Head."""

    def __init__(self, in_features2, classes, hidden=0, in_features=None):
        super().__init__()
        if hidden > 0:
            self.hidden = nn.Linear(in_features, hidden)
        else:
            self.hidden = nn.Identity()
        self.fc = nn.Linear(in_features2, classes)

    def forward(self, x):
        x = self.hidden(x.flatten(1))
        return self.fc(x)


class Pooled(nn.Sequential):
    """Block Pooled."""

    def __init__(self, in_channels, in_features, classes):
        super().__init__(
            nn.Conv2D(in_channels, 4, 3),
            nn.MaxPool2D(2),
            nn.Flatten(),
            nn.Linear(in_features, classes),
        )


class Two(nn.Layer):
    """Block Two."""

    def __init__(self, in_features, in_features2, classes):
        super().__init__()
        self.a = nn.Sequential(nn.Flatten(), nn.Linear(in_features, classes))
        self.b = nn.Sequential(
            nn.AvgPool2D(2), nn.Flatten(), nn.Linear(in_features2, classes)
        )

    def forward(self, x):
        a = self.a(x)
        return a + self.b(x)


class Nested(nn.Layer):
    """Block Nested."""

    def __init__(self, in_channels, in_features, classes):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, 2, 1)
        self.head = Head(in_features, classes)

    def forward(self, x):
        x = self.conv(x)
        return self.head(x)


class Rest(nn.Layer):
    """Block Rest."""

    def __init__(self, in_channels, in_features, classes, flat=True):
        super().__init__()
        self.flatten = nn.Flatten() if flat else nn.Identity()
        self.fc = nn.Linear(in_features, classes) if flat else nn.Identity()
        self.conv = nn.Conv2D(in_channels, classes, 1) if not flat else nn.Identity()

    def forward(self, x):
        x = self.fc(self.flatten(x))
        return self.conv(x)


class DenseInBlock(nn.Layer):
    """Dense layers of a block whose input features depend on height and width."""

    def __init__(self, classes=5, pool=True):
        super().__init__()
        self.conv = nn.Conv2D(3, 4, 3, padding=1)
        self.head = Head(192, classes)
        self.head2 = Head(6, classes, hidden=6, in_features=4 * 8 * 6)
        self.pooled = Pooled(4, 4 * 3 * 2, classes)
        self.two = Two(4 * 8 * 6, 4 * 4 * 3, classes)
        self.nested = Nested(4, 2 * 8 * 6, classes)
        self.shrink = nn.MaxPool2D(2) if pool else nn.Identity()
        self.nested2 = Nested(4, 2 * (4 if pool else 8) * (3 if pool else 6), classes)
        self.rest = Rest(4, 4 * (4 if pool else 8) * (3 if pool else 6), classes)

    def forward(self, x):
        conv = self.conv(x)
        head = self.head(conv)
        head2 = self.head2(conv)
        pooled = self.pooled(conv)
        two = self.two(conv)
        nested = self.nested(conv)
        shrink = self.shrink(conv)
        nested2 = self.nested2(shrink)
        return head + head2 + pooled + two + nested + nested2 + self.rest(shrink)
