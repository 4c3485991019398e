import paddle
from paddle import nn


class Inner(nn.Layer):
    """Block Inner."""

    def __init__(self, in_channels):
        super().__init__()
        self.a = nn.Conv2D(in_channels, 4, 1)
        self.b = nn.Conv2D(4, 3, 1)
        self.c = nn.Conv2D(4, 4, 1)
        self.d = nn.Conv2D(in_channels, 4, 1)

    def forward(self, x):
        a = self.a(x)
        b = self.b(a)
        y = self.c(a)
        sum = y + a
        return paddle.concat((sum, y, x, self.d(x), b), axis=1)


class Deep(nn.Layer):
    """Part `group.deep` of From."""

    def __init__(self):
        super().__init__()
        self.more = nn.Conv2D(4, 4, 1)

    def forward(self, x, skip, skip2, skip3):
        return self.more(skip + skip2 + skip3 + x)


class Group(nn.Layer):
    """Part `group` of From."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Conv2D(4, 4, 1)
        self.outer = nn.Conv2D(4, 4, 1)
        self.deep = Deep()

    def forward(self, x, skip, skip2):
        y = self.outer(x)
        x = self.inner(x)
        return self.deep(y, skip, x, skip2)


class From(nn.Layer):
    """Nodes read earlier nodes of their own mapping and of enclosing ones."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2D(4, 4, 3, padding=1)
        self.side = nn.Conv2D(4, 4, 1)
        self.group = Group()
        self.b1 = nn.Conv2D(4, 4, 1)
        self.b2 = nn.Conv2D(4, 4, 1)
        self.plus_1 = nn.Sequential(nn.ReLU())
        self.read = nn.Conv2D(4, 3, 1)
        self.inner = Inner(3)

    def forward(self, x):
        stem = self.stem(x)
        y = self.side(stem)
        group = self.group(stem, y, x)
        branch1 = self.b2(stem)
        z = self.b1(group) + branch1
        branch2 = self.plus_1(y)
        plus = z + branch2
        read = self.read(branch1)
        return paddle.concat((read, self.inner(read), x, plus, group), axis=1)
