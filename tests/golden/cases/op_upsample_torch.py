import torch
from torch import nn
from torch.nn import functional as F


def resize_nearest(x, size=None, scale=None):
    """Resize to the nearest pixel in whole numbers, which F.interpolate rounds."""
    height, width = x.shape[2:]
    rows, columns = size or (height * scale[0], width * scale[1])
    rows = torch.arange(rows, device=x.device) * height // rows
    columns = torch.arange(columns, device=x.device) * width // columns
    return x[:, :, rows[:, None], columns]


class Upsample(nn.Module):
    """Network Upsample."""

    def forward(self, x):
        x = resize_nearest(F.interpolate(x, scale_factor=2), size=(9, 5))
        x = F.interpolate(x, scale_factor=(2, 3), mode="bilinear", align_corners=False)
        return F.interpolate(x, size=(5, 7), mode="bilinear", align_corners=False)
