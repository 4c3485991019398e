from mxnet.gluon import nn


class WordsInQuotes(nn.HybridBlock):
    """Words that hold quotes, and rows of a single column."""

    def __init__(self, tag='so "called"', tags=("it's", 'both "and" it\'s')):
        super().__init__()
        self.copies = nn.HybridSequential()
        channels = 2
        for (width,) in ((3,), (4,)):
            self.copies.add(nn.Conv2D(width, 1, in_channels=channels))
            channels = width
        if tag == 'so "called"':
            self.act = nn.Activation("relu")
        else:
            self.act = nn.HybridSequential()
        self.other = nn.Activation("tanh") if tag in tags else nn.HybridSequential()

    def hybrid_forward(self, F, x):
        return self.other(self.act(self.copies(x)))
