from torch import nn


class VGG16(nn.Module):
    """Very deep network, configuration D (Simonyan and Zisserman, 2015)."""

    def __init__(self, num_classes=1000):
        super().__init__()
        self.features = nn.Sequential()
        features = 3
        for convs, channels in ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)):
            for j in range(convs):
                self.features.append(
                    nn.Conv2d(features if j == 0 else channels, channels, 3, padding=1)
                )
                self.features.append(nn.ReLU())
            self.features.append(nn.MaxPool2d(2))
            features = channels
        self.avgpool = nn.AdaptiveAvgPool2d(7)
        self.classifier = nn.Sequential(
            nn.Linear(512 * 7 * 7, 4096),
            nn.ReLU(),
            nn.Dropout(),
            nn.Linear(4096, 4096),
            nn.ReLU(),
            nn.Dropout(),
            nn.Linear(4096, num_classes),
        )

    def forward(self, x):
        x = self.avgpool(self.features(x)).flatten(1)
        return self.classifier(x)
