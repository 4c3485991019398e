from mxnet.gluon import nn


class VGG16(nn.HybridBlock):
    """Very deep network, configuration D (Simonyan and Zisserman, 2015)."""

    def __init__(self, num_classes=1000, convs=(2, 2, 3, 3, 3), batch_norm=False):
        super().__init__()
        self.features = nn.HybridSequential()
        features = 3
        for stage, channels in enumerate((64, 128, 256, 512, 512)):
            for i in range(convs[stage]):
                self.features.add(
                    nn.Conv2D(
                        channels,
                        3,
                        padding=1,
                        in_channels=features if i == 0 else channels,
                    )
                )
                if batch_norm:
                    self.features.add(nn.BatchNorm(in_channels=channels))
                self.features.add(nn.Activation("relu"))
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
        x = F.flatten(F.contrib.AdaptiveAvgPooling2D(self.features(x), output_size=7))
        return self.classifier(x)
