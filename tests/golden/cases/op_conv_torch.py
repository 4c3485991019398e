from torch import nn
from torch.nn import functional as F


class Conv(nn.Module):
    """Every geometry of a convolution."""

    def __init__(self):
        super().__init__()
        self.square = nn.Conv2d(4, 6, 3)
        self.rectangular = nn.Conv2d(6, 4, (1, 3), padding=(0, 1))
        self.grouped = nn.Conv2d(4, 6, 3, padding=1, groups=2, bias=False)
        self.depthwise = nn.Conv2d(6, 12, 3, padding=1, groups=6)
        self.dilated = nn.Conv2d(12, 5, 3, padding=(2, 1), dilation=(2, 1))
        self.asymmetric = nn.Conv2d(5, 4, (2, 4))
        self.strided = nn.Conv2d(4, 3, 3, stride=(2, 1), padding=1)

    def forward(self, x):
        x = self.square(x)
        x = self.rectangular(x)
        x = self.grouped(x)
        x = self.depthwise(x)
        x = self.dilated(x)
        x = self.asymmetric(F.pad(x, (2, 1, 0, 1)))
        return self.strided(x)
