from collections import OrderedDict

from torch import nn


class Vgg(nn.Sequential):
    """Block Vgg."""

    def __init__(self, in_channels):
        super().__init__()
        self.append(nn.Conv2d(in_channels, 4, 1))
        channels = 4
        for width in (4, 6):
            for j in range(2):
                self.append(
                    nn.Conv2d(channels if j == 0 else width, width, 3, padding=1)
                )
                self.append(nn.ReLU())
            self.append(nn.MaxPool2d(2))
            channels = width
        self.append(nn.Flatten())


class RepeatSpliced(nn.Module):
    """An unnamed repeat in a list puts its copies into the list."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential()
        self.features.append(nn.Conv2d(3, 3, 1))
        for i in range(2):
            self.features.append(nn.Conv2d(3 if i == 0 else 4, 4, 1))
        for i in range(2):
            self.features.append(nn.Conv2d(4 if i == 0 else 5, 5, 1))
            self.features.append(nn.ReLU())
        for i in range(2):
            self.features.append(
                nn.Sequential(
                    OrderedDict(
                        conv=nn.Conv2d(5 if i == 0 else 3, 3, 1), bn=nn.BatchNorm2d(3)
                    )
                )
            )
        self.features.append(nn.BatchNorm2d(3))
        channels = 3
        for i in range(2):
            self.features.add_module(f"last{i}", nn.Conv2d(channels, 3 + i, 1))
            channels = 3 + i
        for i in range(2):
            self.features.add_module(
                f"pair{i}",
                nn.Sequential(nn.Conv2d(4 if i == 0 else 3, 3, 1), nn.Tanh()),
            )
        self.vgg = Vgg(3)
        self.fc = nn.Linear(24, 3)

    def forward(self, x):
        x = self.features(x)
        x = self.vgg(x)
        return self.fc(x)
