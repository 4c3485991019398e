from paddle import nn


class ConvTranspose(nn.Layer):
    """Every geometry of a transposed convolution."""

    def __init__(self):
        super().__init__()
        self.plain = nn.Conv2DTranspose(4, 6, 2)
        self.strided = nn.Conv2DTranspose(
            6, 4, 3, stride=2, padding=1, output_padding=1
        )
        self.rectangular = nn.Conv2DTranspose(
            4, 4, (1, 3), stride=(1, 2), padding=(0, 1), output_padding=(0, 1)
        )
        self.grouped = nn.Conv2DTranspose(4, 6, 3, padding=1, groups=2, bias_attr=False)
        self.dilated = nn.Conv2DTranspose(6, 3, 2, dilation=(2, 1))
        self.asymmetric = nn.Conv2DTranspose(3, 2, 3, padding=(0, 1, 1, 2))

    def forward(self, x):
        x = self.plain(x)
        x = self.strided(x)
        x = self.rectangular(x)
        x = self.grouped(x)
        x = self.dilated(x)
        return self.asymmetric(x)
