from torch import nn


class VGG16(nn.Module):
    """Very deep network, configuration D (Simonyan and Zisserman, 2015)."""

    def __init__(self, num_classes=1000, convs=(2, 2, 3, 3, 3), batch_norm=False):
        super().__init__()
        self.features = nn.Sequential()
        features = 3
        for stage, channels in enumerate((64, 128, 256, 512, 512)):
            for i in range(convs[stage]):
                self.features.append(
                    nn.Conv2d(features if i == 0 else channels, channels, 3, padding=1)
                )
                if batch_norm:
                    self.features.append(nn.BatchNorm2d(channels))
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
