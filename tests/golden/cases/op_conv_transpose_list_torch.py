from torch import nn
from torch.nn import functional as F


class PadConvTranspose2d(nn.ConvTranspose2d):
    """Transposed convolution before pads of (left, right, top, bottom)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = pads

    def forward(self, x):
        return F.pad(super().forward(x), self.pads)


class ConvTransposeList(nn.Sequential):
    """Network ConvTransposeList."""

    def __init__(self):
        super().__init__(
            nn.ConvTranspose2d(3, 4, 3, stride=2, padding=1, output_padding=1),
            PadConvTranspose2d(4, 2, 3, pads=(0, -1, -1, 0), bias=False),
        )
