from mxnet.gluon import nn


class NamesTemplate(nn.HybridBlock):
    """Names of copies from expressions with words in them."""

    def __init__(self, tag="unit", first=1):
        super().__init__()
        self.words = nn.HybridSequential()
        for i in range(2):
            self.words.register_child(
                nn.Conv2D(3, 1, in_channels=3), f"{'a' if i == 0 else 'b'}{i}"
            )
        self.parts = nn.HybridSequential()
        for i in range(2):
            self.parts.register_child(
                nn.Conv2D(3, 1, in_channels=3), f"{tag}_{first + i}"
            )
        self.rows = nn.HybridSequential()
        channels = 3
        for width, side in ((4, "left"), (5, "right")):
            self.rows.register_child(
                nn.Conv2D(width, 1, in_channels=channels), f"{side}-{width}"
            )
            channels = width
        self.listed = nn.HybridSequential()
        self.listed.add(nn.BatchNorm(in_channels=5))
        for i in range(2):
            self.listed.register_child(
                nn.Conv2D(3, 1, in_channels=5 if i == 0 else 3), f"{tag}{i}"
            )
        self.listed.register_child(nn.Conv2D(3, 1, in_channels=3), "1")
        self.listed.register_child(nn.BatchNorm(in_channels=3), "2")

    def hybrid_forward(self, F, x):
        x = self.words(x)
        x = self.parts(x)
        x = self.rows(x)
        return self.listed(x)
