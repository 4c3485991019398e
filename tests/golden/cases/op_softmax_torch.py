from torch import nn
from torch.nn import functional as F


class Scores(nn.Sequential):
    """Block Scores."""

    def __init__(self, in_channels):
        super().__init__(
            nn.Conv2d(in_channels, 4, 1), nn.LogSoftmax(dim=1), nn.Softmax(dim=2)
        )


class ScoresWidth1(nn.Sequential):
    """Block ScoresWidth1."""

    def __init__(self, in_channels):
        super().__init__(
            nn.Conv2d(in_channels, 4, 1), nn.LogSoftmax(dim=3), nn.Softmax(dim=3)
        )


class SoftmaxAxes(nn.Module):
    """A softmax over any axis of signals, images, volumes and vectors."""

    def __init__(self):
        super().__init__()
        self.scores = Scores(4)
        self.others = ScoresWidth1(4)
        self.inner = nn.Sequential(
            nn.Conv2d(4, 4, 1), nn.LogSoftmax(dim=-1), nn.Softmax(dim=1)
        )

    def forward(self, image, signal, volume, flat):
        x = self.scores(F.log_softmax(F.softmax(image, dim=-1), dim=2))
        x = self.others(x)
        images = self.inner(x)
        signals = F.softmax(signal, dim=2)
        volumes = F.log_softmax(F.log_softmax(volume, dim=1), dim=2)
        return (images, signals, volumes, F.log_softmax(flat, dim=-1))
