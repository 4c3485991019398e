"""In the manner of Gluon's model zoo: HybridSequential, name scopes and _make_layer."""

from mxnet.gluon import nn
from mxnet.gluon.block import HybridBlock


def conv3x3(channels, stride, in_channels):
    return nn.Conv2D(
        channels,
        kernel_size=3,
        strides=stride,
        padding=1,
        use_bias=False,
        in_channels=in_channels,
    )


class BasicBlock(HybridBlock):
    def __init__(self, channels, stride, downsample=False, in_channels=0, **kwargs):
        super().__init__(**kwargs)
        self.body = nn.HybridSequential(prefix="")
        self.body.add(conv3x3(channels, stride, in_channels))
        self.body.add(nn.BatchNorm(in_channels=channels))
        self.body.add(nn.Activation("relu"))
        self.body.add(conv3x3(channels, 1, channels))
        self.body.add(nn.BatchNorm(in_channels=channels))
        self.downsample = None
        if downsample:
            self.downsample = nn.HybridSequential(prefix="")
            self.downsample.add(
                nn.Conv2D(
                    channels,
                    kernel_size=1,
                    strides=stride,
                    use_bias=False,
                    in_channels=in_channels,
                )
            )
            self.downsample.add(nn.BatchNorm(in_channels=channels))

    def hybrid_forward(self, F, x):
        residual = x
        x = self.body(x)
        if self.downsample:
            residual = self.downsample(residual)
        return F.Activation(residual + x, act_type="relu")


class Trunk(HybridBlock):
    def __init__(self, classes=5, **kwargs):
        super().__init__(**kwargs)
        with self.name_scope():
            self.features = nn.HybridSequential(prefix="")
            self.features.add(nn.Conv2D(4, (3, 5), 1, (1, 2), in_channels=3))
            self.features.add(nn.BatchNorm(momentum=0.95, epsilon=1e-3, in_channels=4))
            self.features.add(nn.HybridLambda(lambda F, x: F.clip(x, 0, 6)))
            self.features.add(nn.MaxPool2D(3, 2, 1))
            self.features.add(self._make_layer(2, 4, 1, 1, in_channels=4))
            self.features.add(self._make_layer(1, 6, 2, 2, in_channels=4))
            self.features.add(nn.AvgPool2D(2), nn.Flatten(), nn.Dropout(0.3))
            self.output = nn.Dense(classes, in_units=6)

    def _make_layer(self, layers, channels, stride, stage_index, in_channels=0):
        layer = nn.HybridSequential(prefix=f"stage{stage_index}_")
        with layer.name_scope():
            layer.add(
                BasicBlock(
                    channels, stride, channels != in_channels, in_channels, prefix=""
                )
            )
            for _ in range(layers - 1):
                layer.add(
                    BasicBlock(channels, 1, False, in_channels=channels, prefix="")
                )
        return layer

    def hybrid_forward(self, F, x):
        return self.output(self.features(x))
