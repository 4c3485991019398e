from collections import OrderedDict

from paddle import nn


class Unit(nn.Sequential):
    """Block Unit."""

    def __init__(self, in_channels, channels, stride=1):
        super().__init__(nn.Conv2D(in_channels, channels, 1, stride=stride), nn.Tanh())


class RepeatNested(nn.Layer):
    """Repeats in repeats; the inner one of an outer opens no level."""

    def __init__(self):
        super().__init__()
        self.flat = nn.Sequential()
        channels = 4
        for stage, (width, depth) in enumerate(((4, 2), (6, 1))):
            for i in range(depth):
                self.flat.add_sublayer(
                    f"unit{stage + 1}_{i + 1}",
                    Unit(
                        channels if i == 0 else width,
                        width,
                        stride=2 if i == 0 and stage == 1 else 1,
                    ),
                )
            channels = width
        self.numbered = nn.Sequential()
        features = 6
        for j in range(2):
            for i in range(3):
                self.numbered.append(nn.Conv2D(features if i == 0 else j + 4, j + 4, 1))
            features = j + 4
        self.levels = nn.Sequential(
            *(
                nn.Sequential(
                    OrderedDict(
                        inner=nn.Sequential(
                            *(
                                Unit((5 if i == 0 else 4) if j == 0 else 5, 5)
                                for j in range(2)
                            )
                        ),
                        conv=nn.Conv2D(5, 4, 1),
                    )
                )
                for i in range(2)
            )
        )
        self.lists = nn.Sequential()
        channels2 = 4
        for i in range(2):
            layer = nn.Sequential()
            channels3 = channels2
            for k in range(2):
                layer.append(Unit(channels3, i + k + 2))
                channels3 = i + k + 2
            layer.append(nn.BatchNorm2D(i + 3))
            self.lists.append(layer)
            channels2 = i + 3
        self.shadow = nn.Sequential()
        for _ in range(2):
            layer = nn.Sequential()
            inner = nn.Sequential()
            layer2 = nn.Sequential()
            channels4 = 4
            for j in range(2):
                layer2.append(Unit(channels4, 3 + j))
                channels4 = 3 + j
            inner.add_sublayer("again", layer2)
            layer.append(inner)
            self.shadow.append(layer)

    def forward(self, x):
        x = self.flat(x)
        x = self.numbered(x)
        x = self.levels(x)
        x = self.lists(x)
        return self.shadow(x)
