from mxnet.gluon import nn


class VGGNet(nn.HybridBlock):
    """VGG-16 of the PyTorch tutorial; num_classes has no default there."""

    def __init__(self, num_classes=1000):
        super().__init__()
        self.features = nn.HybridSequential()
        features = 3
        for convs, channels in ((2, 64), (2, 128), (3, 256), (3, 512), (3, 512)):
            for j in range(convs):
                self.features.add(
                    nn.Conv2D(
                        channels,
                        3,
                        padding=1,
                        in_channels=features if j == 0 else channels,
                    ),
                    nn.Activation("relu"),
                )
            self.features.add(nn.MaxPool2D())
            features = channels
        self.classifier = nn.HybridSequential()
        self.classifier.add(
            nn.Dense(4096, in_units=512 * 7 * 7),
            nn.Activation("relu"),
            nn.Dropout(0.5),
            nn.Dense(4096, in_units=4096),
            nn.Activation("relu"),
            nn.Dropout(0.5),
            nn.Dense(num_classes, in_units=4096),
        )

    def hybrid_forward(self, F, x):
        x = F.flatten(self.features(x))
        return self.classifier(x)
