from paddle import nn


class WordsInQuotes(nn.Layer):
    """Words that hold quotes, and rows of a single column."""

    def __init__(self, tag='so "called"', tags=("it's", 'both "and" it\'s')):
        super().__init__()
        self.copies = nn.Sequential()
        channels = 2
        for (width,) in ((3,), (4,)):
            self.copies.append(nn.Conv2D(channels, width, 1))
            channels = width
        self.act = nn.ReLU() if tag == 'so "called"' else nn.Identity()
        self.other = nn.Tanh() if tag in tags else nn.Identity()

    def forward(self, x):
        return self.other(self.act(self.copies(x)))
