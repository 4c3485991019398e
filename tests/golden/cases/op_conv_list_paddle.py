from paddle import nn


class ConvList(nn.Sequential):
    """Convolutions that a list numbers; one of them pads its sides unequally."""

    def __init__(self):
        super().__init__(
            nn.Conv2D(3, 4, 2, padding=(1, 0, 0, 1)),
            nn.ReLU(),
            nn.Conv2D(4, 4, 3, padding=1, groups=4),
            nn.Conv2D(4, 2, 1, bias_attr=False),
        )
