from torch import nn


class WhenEmpty(nn.Module):
    """Groups under a condition that hold nothing."""

    def __init__(self, widths=(4,), deep=False):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.part = nn.Sequential() if len(widths) > 1 else nn.Identity()
        self.add_module("part-2", nn.Sequential() if deep else nn.Identity())
        if deep:
            self.many = nn.Sequential(*(nn.Sequential() for _ in range(2)))
        else:
            self.many = nn.Identity()
        self.listed = nn.Sequential()
        if deep:
            self.listed.append(nn.Sequential())
        if not deep:
            self.listed.append(nn.Sequential())
        self.fc = nn.Conv2d(4, 2, 1)

    def forward(self, x):
        x = self.conv(x)
        x = self.part(x)
        x = getattr(self, "part-2")(x)
        x = self.many(x)
        x = self.listed(x)
        return self.fc(x)
