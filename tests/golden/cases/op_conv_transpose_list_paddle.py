from paddle import nn


class ConvTransposeList(nn.Sequential):
    """Network ConvTransposeList."""

    def __init__(self):
        super().__init__(
            nn.Conv2DTranspose(3, 4, 3, stride=2, padding=1, output_padding=1),
            nn.Conv2DTranspose(4, 2, 3, padding=(1, 0, 0, 1), bias_attr=False),
        )
