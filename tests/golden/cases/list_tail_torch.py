import torch
from torch import nn


class Apply(nn.Module):
    """A function with its keyword arguments as a layer."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class Tail(nn.Sequential):
    """Block Tail."""

    def __init__(self, in_channels):
        super().__init__(
            nn.Conv2d(in_channels, 4, 1),
            nn.BatchNorm2d(4),
            Apply(torch.narrow, dim=1, start=0, length=2),
            nn.ConstantPad2d((1, 1, 1, 1), 0),
        )


class Head(nn.Sequential):
    """Block Head."""

    def __init__(self, in_channels):
        super().__init__(
            nn.ReLU(),
            nn.Conv2d(in_channels, 4, 1),
            nn.Upsample(scale_factor=2),
            nn.Softmax(dim=1),
        )


class Layer(nn.Module):
    """Part `group` of ListTail."""

    def __init__(self):
        super().__init__()
        self.body = nn.Conv2d(4, 4, 3, padding=1)

    def forward(self, x):
        return self.body(x) + x


class GroupLayer(nn.Module):
    """Part `group` of ListTail."""

    def forward(self, x):
        return x + x + torch.tanh(x)


class ListTail(nn.Module):
    """Lists whose joins stand among other nodes, and functions at the end."""

    def __init__(self):
        super().__init__()
        self.tail = Tail(3)
        self.head = Head(2)
        self.group = nn.Sequential(Layer(), nn.ReLU(), GroupLayer())

    def forward(self, x):
        x = self.tail(x)
        x = self.head(x)
        return self.group(x)
