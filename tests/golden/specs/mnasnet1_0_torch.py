from torch import nn
from torch.nn import functional as F


class InvertedResidual(nn.Module):
    """Expands the channels, filters each on its own, and projects to a few."""

    def __init__(self, in_channels, channels, kernel, stride, expansion):
        super().__init__()
        hidden = in_channels * expansion
        self.skip = stride == 1 and in_channels == channels
        self.layers = nn.Sequential(
            nn.Conv2d(in_channels, hidden, 1, bias=False),
            nn.BatchNorm2d(hidden, momentum=0.0003),
            nn.ReLU(inplace=True),
            nn.Conv2d(
                hidden,
                hidden,
                kernel,
                stride=stride,
                padding=kernel // 2,
                groups=hidden,
                bias=False,
            ),
            nn.BatchNorm2d(hidden, momentum=0.0003),
            nn.ReLU(inplace=True),
            nn.Conv2d(hidden, channels, 1, bias=False),
            nn.BatchNorm2d(channels, momentum=0.0003),
        )

    def forward(self, x):
        y = self.layers(x)
        if self.skip:
            y = y + x
        return y


class MNASNet(nn.Module):
    """MnasNet-B1 (Tan et al., 2019), depth multiplier 1."""

    def __init__(self, num_classes=1000, widths=(32, 16, 24, 40, 80, 96, 192, 320)):
        super().__init__()
        self.layers = nn.Sequential()
        self.layers.append(nn.Conv2d(3, widths[0], 3, stride=2, padding=1, bias=False))
        self.layers.append(nn.BatchNorm2d(widths[0], momentum=0.0003))
        self.layers.append(nn.ReLU(inplace=True))
        self.layers.append(
            nn.Conv2d(widths[0], widths[0], 3, padding=1, groups=widths[0], bias=False)
        )
        self.layers.append(nn.BatchNorm2d(widths[0], momentum=0.0003))
        self.layers.append(nn.ReLU(inplace=True))
        self.layers.append(nn.Conv2d(widths[0], widths[1], 1, bias=False))
        self.layers.append(nn.BatchNorm2d(widths[1], momentum=0.0003))
        channels = widths[1]
        for stage, (times, kernel, expansion, stride) in enumerate(
            (
                (3, 3, 3, 2),
                (3, 5, 3, 2),
                (3, 5, 6, 2),
                (2, 3, 6, 1),
                (4, 5, 6, 2),
                (1, 3, 6, 1),
            )
        ):
            self.layers.append(
                nn.Sequential(
                    *(
                        InvertedResidual(
                            channels if i == 0 else widths[stage + 2],
                            widths[stage + 2],
                            kernel,
                            stride if i == 0 else 1,
                            expansion,
                        )
                        for i in range(times)
                    )
                )
            )
            channels = widths[stage + 2]
        self.layers.append(nn.Conv2d(widths[7], 1280, 1, bias=False))
        self.layers.append(nn.BatchNorm2d(1280, momentum=0.0003))
        self.layers.append(nn.ReLU(inplace=True))
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(1280, num_classes))

    def forward(self, x):
        x = F.adaptive_avg_pool2d(self.layers(x), 1).flatten(1)
        return self.classifier(x)
