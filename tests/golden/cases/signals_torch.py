import torch
from torch import nn
from torch.nn import functional as F


class LayerNormFirst(nn.LayerNorm):
    """Layer normalisation over the channels, the first axis of an example."""

    def forward(self, x):
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)


class StochasticDepth(nn.Module):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        if not self.training:
            return x
        keep = 1 - self.drop_prob
        kept = x.new_empty(len(x), *[1] * (x.dim() - 1)).bernoulli_(keep)
        return x * (kept / keep)


class Unit(nn.Module):
    """Block Unit."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv1d(
            in_channels, channels, 3, stride=stride, padding=1, bias=False
        )
        self.bn1 = nn.BatchNorm1d(channels)
        self.conv2 = nn.Conv1d(channels, channels, 3, padding=1)
        self.sum_shortcut = nn.Conv1d(in_channels, channels, 1, stride=stride)

    def forward(self, x):
        shortcut = self.sum_shortcut(x)
        x = F.relu(self.bn1(self.conv1(x)))
        return F.relu(self.conv2(x) + shortcut)


class Signals(nn.Module):
    """Operators of signals."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv1d(4, 8, 5, stride=2)
        self.bn = nn.BatchNorm1d(8)
        self.units = nn.Sequential()
        channels = 8
        for i in range(2):
            self.units.append(Unit(channels, 6 * (i + 1), stride=2))
            channels = 6 * (i + 1)
        self.depthwise = nn.Conv1d(12, 12, 3, padding=1, groups=12)
        self.up = nn.ConvTranspose1d(12, 12, 4, stride=2, padding=1)
        self.up2 = nn.ConvTranspose1d(12, 12, 4, stride=3, output_padding=1)
        self.pool = nn.MaxPool1d(3, stride=2, padding=1, ceil_mode=True)
        self.mean = nn.AvgPool1d(3, stride=2, padding=1, count_include_pad=False)
        self.gn = nn.GroupNorm(3, 12)
        self.ln = LayerNormFirst(12)
        self.scale = nn.Parameter(torch.ones(12, 1))
        self.last = nn.LayerNorm(5)
        self.mix = nn.Linear(5, 6)
        self.weigh = nn.Parameter(torch.ones(6))
        self.prelu = nn.PReLU(12)
        self.excite = nn.Conv1d(20, 20, 1)
        self.top = nn.MaxPool1d(3, stride=1)
        self.windows = nn.AdaptiveAvgPool1d(3)
        self.drop = StochasticDepth(0.2)
        self.fc = nn.Linear(20 * 3, 5)

    def forward(self, x):
        x = self.bn(self.stem(F.pad(x, (2, 1))))
        x = self.units(x)
        x = self.depthwise(x)
        x = self.up(x)
        x = self.pool(F.pad(self.up2(x), (-1, 0)))
        x = F.avg_pool1d(F.pad(self.mean(F.pad(x, (1, 2))), (0, 1)), 3, stride=2)
        x = self.ln(self.gn(x))
        x = self.mix(self.last(self.scale * x))
        shuffle = F.channel_shuffle(self.prelu(self.weigh * x), 3)
        x = torch.cat((shuffle[:, 1:9], shuffle), dim=1)
        y = torch.sigmoid(self.excite(F.adaptive_avg_pool1d(x, 1)))
        x = self.windows(self.top(F.pad(x * y, (2, 0), value=float("-inf"))))
        x = self.drop(x).flatten(1)
        return self.fc(x)
