from torch import nn
from torch.nn import functional as F


class ConvTranspose(nn.Module):
    """Every geometry of a transposed convolution."""

    def __init__(self):
        super().__init__()
        self.plain = nn.ConvTranspose2d(4, 6, 2)
        self.strided = nn.ConvTranspose2d(
            6, 4, 3, stride=2, padding=1, output_padding=1
        )
        self.rectangular = nn.ConvTranspose2d(
            4, 4, (1, 3), stride=(1, 2), padding=(0, 1), output_padding=(0, 1)
        )
        self.grouped = nn.ConvTranspose2d(4, 6, 3, padding=1, groups=2, bias=False)
        self.dilated = nn.ConvTranspose2d(6, 3, 2, dilation=(2, 1))
        self.asymmetric = nn.ConvTranspose2d(3, 2, 3)

    def forward(self, x):
        x = self.plain(x)
        x = self.strided(x)
        x = self.rectangular(x)
        x = self.grouped(x)
        x = self.dilated(x)
        return F.pad(self.asymmetric(x), (-1, -2, 0, -1))
