from torch import nn
from torch.nn import functional as F


class PadConv2d(nn.Conv2d):
    """Convolution after zero pads of (left, right, top, bottom)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = pads

    def forward(self, x):
        return super().forward(F.pad(x, self.pads))


class ConvList(nn.Sequential):
    """Convolutions that a list numbers; one of them pads its sides unequally."""

    def __init__(self):
        super().__init__(
            PadConv2d(3, 4, 2, pads=(0, 1, 1, 0)),
            nn.ReLU(),
            nn.Conv2d(4, 4, 3, padding=1, groups=4),
            nn.Conv2d(4, 2, 1, bias=False),
        )
