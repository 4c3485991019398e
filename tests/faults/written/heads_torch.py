"""A factory, a trunk of its own, and outputs in a list."""

import torch
from torch import nn


class Image(nn.Sequential):
    def __init__(self, width):
        super().__init__(
            nn.Conv2d(3, width, 3, 1, 1),
            nn.ReLU(inplace=True),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten(1),
        )


class Heads(nn.Module):
    def __init__(self, width, rate):
        super().__init__()
        self.image = Image(width)
        self.shared = nn.Linear(width, width)
        self.first = nn.Sequential(nn.Dropout(rate), nn.Linear(width, width))
        self.second = nn.Linear(width, width, bias=False)
        self.aux = nn.Linear(width, width)

    def embed(self, *parts):
        total = parts[0]
        for part in parts[1:]:
            total = torch.add(total, part)
        return self.shared(torch.tanh(self.shared(total)))

    def forward(self, image, meta):
        flat = self.image(image)
        x = self.embed(flat, meta)
        first = self.first(x)
        outputs = [first, first * self.second(x)]
        if self.training:
            outputs.append(self.aux(flat))
        return outputs


def build_heads(width=6, rate=0.25):
    """The network, with its usual width."""
    return Heads(width, rate)
