import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class WordsInQuotes(chainer.Chain):
    """Words that hold quotes, and rows of a single column."""

    def __init__(self, tag='so "called"', tags=("it's", 'both "and" it\'s')):
        super().__init__()
        with self.init_scope():
            self.copies = Stack()
            channels = 2
            for (width,) in ((3,), (4,)):
                self.copies.append(L.Convolution2D(channels, width, 1))
                channels = width
            self.act = F.relu if tag == 'so "called"' else F.identity
            self.other = F.tanh if tag in tags else F.identity

    def forward(self, x):
        return self.other(self.act(self.copies(x)))
