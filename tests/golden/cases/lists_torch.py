from torch import nn


class Stage(nn.Sequential):
    """Block Stage."""

    def __init__(self, in_channels, widths, kernel=(1, 1), pads=(0, 0)):
        super().__init__()
        channels = in_channels
        for w in widths:
            self.append(nn.Conv2d(channels, w, kernel, padding=pads))
            self.append(nn.Tanh())
            channels = w


class Pairs(nn.Module):
    """Block Pairs."""

    def __init__(self, in_channels, pairs):
        super().__init__()
        self.a = nn.Conv2d(in_channels, pairs[0], 1)
        self.b = nn.Conv2d(pairs[0], pairs[1] + len(pairs), 1)

    def forward(self, x):
        x = self.a(x)
        return self.b(x)


class Lists(nn.Module):
    """Params that are lists, their items, slices and lengths."""

    def __init__(
        self, widths=(4, 6, 5), depths=(1, 2, 1), hidden=(7, 5), kernel=(3, 1)
    ):
        super().__init__()
        widths = list(widths)
        last = widths[-1]
        inner = hidden[1:]
        self.stem = nn.Conv2d(
            3, widths[0], kernel, padding=(kernel[0] // 2, kernel[1] // 2)
        )
        self.stages = nn.Sequential()
        channels = widths[0]
        height = kernel[0] // 2 * 2 - kernel[0] + 17
        width = kernel[1] // 2 * 2 - kernel[1] + 17
        for i, depth in enumerate(depths):
            self.stages.append(
                nn.Sequential(
                    *(
                        nn.Conv2d(channels if j == 0 else widths[i], widths[i], 1)
                        for j in range(depth)
                    ),
                    nn.MaxPool2d(2),
                )
            )
            channels = widths[i]
            height = height // 2
            width = width // 2
        self.stage = Stage(
            widths[len(depths) - 1], widths[:2] + [last], kernel=kernel, pads=(1, 0)
        )
        self.stage2 = Stage((widths[:2] + [last])[-1], [last] * 2)
        self.pairs = Pairs(([last] * 2)[-1], (widths[1], last))
        self.count = nn.Conv2d(
            last + len((widths[1], last)), len(widths) + sum(depths), 1
        )
        if widths == [4, 6, 5] and len(hidden) > 1:
            self.equal = nn.Tanh()
        else:
            self.equal = nn.Identity()
        self.hidden = nn.Sequential()
        features = (
            (len(widths) + sum(depths))
            * (height + len(widths[:2] + [last]) * (3 - kernel[0]))
            * (width + len(widths[:2] + [last]) * (1 - kernel[1]))
        )
        for units in hidden:
            self.hidden.append(nn.Sequential(nn.Linear(features, units), nn.Tanh()))
            features = units
        self.more = nn.Sequential()
        channels2 = hidden[-1]
        for units in inner:
            self.more.append(nn.Linear(channels2, units + 1))
            channels2 = units + 1
        self.fc = nn.Linear(inner[-1] + 1, last)

    def forward(self, x):
        x = self.stem(x)
        x = self.stages(x)
        x = self.stage(x)
        x = self.stage2(x)
        x = self.pairs(x)
        x = self.equal(self.count(x)).flatten(1)
        x = self.hidden(x)
        x = self.more(x)
        return self.fc(x)
