from mxnet.gluon import nn


class PadMaxPool2D(nn.MaxPool2D):
    """Max pooling after pads of (top, bottom, left, right) that never win."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = (0, 0, 0, 0, *pads)

    def hybrid_forward(self, F, x):
        lowest = float("-inf")
        x = F.pad(x, mode="constant", pad_width=self.pads, constant_value=lowest)
        return super().hybrid_forward(F, x)


class Fire(nn.HybridBlock):
    """Squeezes the channels, then expands them by 1x1 and 3x3 convolutions."""

    def __init__(self, in_channels, narrow, wide):
        super().__init__()
        self.squeeze = nn.Conv2D(narrow, 1, in_channels=in_channels)
        self.relu = nn.Activation("relu")
        self.expand1x1 = nn.Conv2D(wide, 1, in_channels=narrow)
        self.expand3x3 = nn.Conv2D(wide, 3, padding=1, in_channels=narrow)

    def hybrid_forward(self, F, x):
        x = self.relu(self.squeeze(x))
        branch1 = self.relu(self.expand1x1(x))
        branch2 = self.relu(self.expand3x3(x))
        return F.concat(branch1, branch2, dim=1)


class SqueezeNet(nn.HybridBlock):
    """SqueezeNet 1.0 (Iandola et al., 2016), without bypasses."""

    def __init__(self, num_classes=1000, width=96, kernel=7, pools=(2, 6)):
        super().__init__()
        self.features = nn.HybridSequential()
        self.features.add(
            nn.Conv2D(width, kernel, strides=2, in_channels=3),
            nn.Activation("relu"),
            PadMaxPool2D(3, strides=2, pads=(0, 1, 0, 1)),
        )
        channels = width
        for i, (narrow, wide) in enumerate(
            (
                (16, 64),
                (16, 64),
                (32, 128),
                (32, 128),
                (48, 192),
                (48, 192),
                (64, 256),
                (64, 256),
            )
        ):
            self.features.add(Fire(channels, narrow, wide))
            if i in pools:
                self.features.add(PadMaxPool2D(3, strides=2, pads=(0, 1, 0, 1)))
            channels = wide * 2
        self.classifier = nn.HybridSequential()
        self.classifier.add(
            nn.Dropout(0.5),
            nn.Conv2D(num_classes, 1, in_channels=512),
            nn.Activation("relu"),
            nn.GlobalAvgPool2D(),
        )

    def hybrid_forward(self, F, x):
        x = self.features(x)
        return F.flatten(self.classifier(x))
