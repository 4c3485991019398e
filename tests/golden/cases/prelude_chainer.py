import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class Down(chainer.Chain):
    """Block Down."""

    def __init__(self, in_channels, grow=1):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(
                in_channels, in_channels + grow, 3, stride=2, pad=1
            )

    def forward(self, x):
        return F.leaky_relu(self.conv(x), slope=0.01)


class Head(chainer.Chain):
    """Block Head."""

    def __init__(self, in_features, units):
        super().__init__()
        with self.init_scope():
            self.fc = L.Linear(in_features, units)

    def forward(self, x):
        return self.fc(F.reshape(x, (len(x), -1)))


class Layer(chainer.Chain):
    """Part `right` of Prelude."""

    def __init__(self, channels2, depth, i):
        super().__init__()
        with self.init_scope():
            self.inner = Stack()
            channels3 = channels2
            for j in range(depth):
                self.inner.append(L.Convolution2D(channels3, i + j + 2, 1))
                channels3 = i + j + 2

    def forward(self, x):
        return self.inner(x)


class Prelude(chainer.Chain):
    """Running sizes inside of conditions, of branches and of other repeats."""

    def __init__(self, use=True, depth=2, widths=(4, 5)):
        super().__init__()
        with self.init_scope():
            self.down = Stack()
            channels = 4
            size = 16
            for i in range(depth):
                self.down.append(Down(channels, grow=i + 1))
                channels = channels + (i + 1)
                size = (size - 1) // 2 + 1
            self.left = Stack()
            if use:
                features = channels
                for w in widths:
                    self.left.append(
                        Stack(L.Convolution2D(features, w, 1), Apply(F.tanh))
                    )
                    features = w
            self.right = Stack()
            channels2 = channels
            for i in range(2):
                self.right.append(Layer(channels2, depth, i))
                channels2 = i + depth + 1
            self.more = Stack()
            channels4 = (widths[-1] if use else channels) + depth + 2
            for i in range(2):
                self.more.append(Down(channels4, grow=i * 2))
                channels4 = channels4 + i * 2
            self.head = Head(
                ((widths[-1] if use else channels) + depth + 4)
                * ((size - 1) // 2 // 2 + 1)
                * ((size - 1) // 2 // 2 + 1),
                6,
            )
            self.fc = L.Linear(6, 4)

    def forward(self, x):
        x = self.down(x)
        x = F.concat((self.left(x), self.right(x)), axis=1)
        x = self.more(x)
        x = self.head(x)
        return self.fc(x)
