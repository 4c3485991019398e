from mxnet.gluon import nn


class AlexNet(nn.HybridBlock):
    """AlexNet of the PyTorch tutorial; num_classes has no default there."""

    def __init__(self, num_classes=1000):
        super().__init__()
        self.features = nn.HybridSequential()
        self.features.add(
            nn.Conv2D(64, 11, strides=4, padding=2, in_channels=3),
            nn.Activation("relu"),
            nn.MaxPool2D(3, strides=2),
            nn.Conv2D(192, 5, padding=2, in_channels=64),
            nn.Activation("relu"),
            nn.MaxPool2D(3, strides=2),
            nn.Conv2D(384, 3, padding=1, in_channels=192),
            nn.Activation("relu"),
            nn.Conv2D(256, 3, padding=1, in_channels=384),
            nn.Activation("relu"),
            nn.Conv2D(256, 3, padding=1, in_channels=256),
            nn.Activation("relu"),
            nn.MaxPool2D(3, strides=2),
        )
        self.classifier = nn.HybridSequential()
        self.classifier.add(
            nn.Dropout(0.5),
            nn.Dense(4096, in_units=256 * 6 * 6),
            nn.Activation("relu"),
            nn.Dropout(0.5),
            nn.Dense(4096, in_units=4096),
            nn.Activation("relu"),
            nn.Dense(num_classes, in_units=4096),
        )

    def hybrid_forward(self, F, x):
        x = F.flatten(self.features(x))
        return self.classifier(x)
