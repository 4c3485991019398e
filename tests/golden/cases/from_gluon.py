from mxnet.gluon import nn


class Inner(nn.HybridBlock):
    """Block Inner."""

    def __init__(self, in_channels):
        super().__init__()
        self.a = nn.Conv2D(4, 1, in_channels=in_channels)
        self.b = nn.Conv2D(3, 1, in_channels=4)
        self.c = nn.Conv2D(4, 1, in_channels=4)
        self.d = nn.Conv2D(4, 1, in_channels=in_channels)

    def hybrid_forward(self, F, x):
        a = self.a(x)
        b = self.b(a)
        y = self.c(a)
        sum = y + a
        return F.concat(sum, y, x, self.d(x), b, dim=1)


class Deep(nn.HybridBlock):
    """Part `group.deep` of From."""

    def __init__(self):
        super().__init__()
        self.more = nn.Conv2D(4, 1, in_channels=4)

    def hybrid_forward(self, F, x, skip, skip2, skip3):
        return self.more(skip + skip2 + skip3 + x)


class Group(nn.HybridBlock):
    """Part `group` of From."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Conv2D(4, 1, in_channels=4)
        self.outer = nn.Conv2D(4, 1, in_channels=4)
        self.deep = Deep()

    def hybrid_forward(self, F, x, skip, skip2):
        y = self.outer(x)
        x = self.inner(x)
        return self.deep(y, skip, x, skip2)


class From(nn.HybridBlock):
    """Nodes read earlier nodes of their own mapping and of enclosing ones."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2D(4, 3, padding=1, in_channels=4)
        self.side = nn.Conv2D(4, 1, in_channels=4)
        self.group = Group()
        self.b1 = nn.Conv2D(4, 1, in_channels=4)
        self.b2 = nn.Conv2D(4, 1, in_channels=4)
        self.plus_1 = nn.HybridSequential()
        self.plus_1.add(nn.Activation("relu"))
        self.read = nn.Conv2D(3, 1, in_channels=4)
        self.inner = Inner(3)

    def hybrid_forward(self, F, x):
        stem = self.stem(x)
        y = self.side(stem)
        group = self.group(stem, y, x)
        branch1 = self.b2(stem)
        z = self.b1(group) + branch1
        branch2 = self.plus_1(y)
        plus = z + branch2
        read = self.read(branch1)
        return F.concat(read, self.inner(read), x, plus, group, dim=1)
