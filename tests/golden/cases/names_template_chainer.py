import chainer
import chainer.links as L


class NamedStack(chainer.Chain):
    """Applies its links in the order in which they were added."""

    def __init__(self):
        super().__init__()
        self.names = []

    def add_link(self, name, link):
        super().add_link(name, link)
        self.names.append(name)

    def append(self, link):
        self.add_link(str(sum(map(str.isdigit, self.names))), link)

    def __iter__(self):
        return (self[name] for name in self.names)

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class NamesTemplate(chainer.Chain):
    """Names of copies from expressions with words in them."""

    def __init__(self, tag="unit", first=1):
        super().__init__()
        with self.init_scope():
            self.words = NamedStack()
            for i in range(2):
                self.words.add_link(
                    f"{'a' if i == 0 else 'b'}{i}", L.Convolution2D(3, 3, 1)
                )
            self.parts = NamedStack()
            for i in range(2):
                self.parts.add_link(f"{tag}_{first + i}", L.Convolution2D(3, 3, 1))
            self.rows = NamedStack()
            channels = 3
            for width, side in ((4, "left"), (5, "right")):
                self.rows.add_link(
                    f"{side}-{width}", L.Convolution2D(channels, width, 1)
                )
                channels = width
            self.listed = NamedStack()
            self.listed.append(L.BatchNormalization(5, eps=1e-5))
            for i in range(2):
                self.listed.add_link(
                    f"{tag}{i}", L.Convolution2D(5 if i == 0 else 3, 3, 1)
                )
            self.listed.add_link("1", L.Convolution2D(3, 3, 1))
            self.listed.add_link("2", L.BatchNormalization(3, eps=1e-5))

    def forward(self, x):
        x = self.words(x)
        x = self.parts(x)
        x = self.rows(x)
        return self.listed(x)
