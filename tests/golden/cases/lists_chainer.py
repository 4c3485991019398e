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


class Stage(Stack):
    """Block Stage."""

    def __init__(self, in_channels, widths, kernel=(1, 1), pads=(0, 0)):
        super().__init__()
        channels = in_channels
        for w in widths:
            self.append(L.Convolution2D(channels, w, kernel, pad=pads))
            self.append(Apply(F.tanh))
            channels = w


class Pairs(chainer.Chain):
    """Block Pairs."""

    def __init__(self, in_channels, pairs):
        super().__init__()
        with self.init_scope():
            self.a = L.Convolution2D(in_channels, pairs[0], 1)
            self.b = L.Convolution2D(pairs[0], pairs[1] + len(pairs), 1)

    def forward(self, x):
        x = self.a(x)
        return self.b(x)


class Lists(chainer.Chain):
    """Params that are lists, their items, slices and lengths."""

    def __init__(
        self, widths=(4, 6, 5), depths=(1, 2, 1), hidden=(7, 5), kernel=(3, 1)
    ):
        super().__init__()
        widths = list(widths)
        last = widths[-1]
        inner = hidden[1:]
        with self.init_scope():
            self.stem = L.Convolution2D(
                3, widths[0], kernel, pad=(kernel[0] // 2, kernel[1] // 2)
            )
            self.stages = Stack()
            channels = widths[0]
            height = kernel[0] // 2 * 2 - kernel[0] + 17
            width = kernel[1] // 2 * 2 - kernel[1] + 17
            for i, depth in enumerate(depths):
                self.stages.append(
                    Stack(
                        *(
                            L.Convolution2D(
                                channels if j == 0 else widths[i], widths[i], 1
                            )
                            for j in range(depth)
                        ),
                        Apply(F.max_pooling_2d, ksize=2, cover_all=False),
                    )
                )
                channels = widths[i]
                height = height // 2
                width = width // 2
            self.stage = Stage(
                widths[len(depths) - 1], widths[:2] + [last], kernel=kernel, pads=(1, 0)
            )
            self.stage2 = Stage((widths[:2] + [last])[-1], [last] * 2)
            self.pairs = Pairs(([last] * 2)[-1], (widths[1], last))
            self.count = L.Convolution2D(
                last + len((widths[1], last)), len(widths) + sum(depths), 1
            )
            self.equal = (
                F.tanh if widths == [4, 6, 5] and len(hidden) > 1 else F.identity
            )
            self.hidden = Stack()
            features = (
                (len(widths) + sum(depths))
                * (height + len(widths[:2] + [last]) * (3 - kernel[0]))
                * (width + len(widths[:2] + [last]) * (1 - kernel[1]))
            )
            for units in hidden:
                self.hidden.append(Stack(L.Linear(features, units), Apply(F.tanh)))
                features = units
            self.more = Stack()
            channels2 = hidden[-1]
            for units in inner:
                self.more.append(L.Linear(channels2, units + 1))
                channels2 = units + 1
            self.fc = L.Linear(inner[-1] + 1, last)

    def forward(self, x):
        x = self.stem(x)
        x = self.stages(x)
        x = self.stage(x)
        x = self.stage2(x)
        x = self.pairs(x)
        x = self.equal(self.count(x))
        x = self.hidden(F.reshape(x, (len(x), -1)))
        x = self.more(x)
        return self.fc(x)
