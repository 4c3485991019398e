import keras
from keras import layers


class PadConv2D(layers.Conv2D):
    """Convolution after zero pads of ((top, bottom), (left, right))."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = ((0, 0), *pads, (0, 0))

    def call(self, x):
        return super().call(keras.ops.pad(x, self.pads))


def flatten(x):
    """Flatten an image in the order of its channels."""
    x = keras.ops.transpose(x, (0, 3, 1, 2))
    return keras.ops.reshape(x, (keras.ops.shape(x)[0], -1))


class Basic(keras.Model):
    """Block Basic."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        self.conv1 = layers.Conv2D(width, 3, strides=stride, use_bias=False)
        self.bn1 = layers.BatchNormalization(momentum=0.9, epsilon=1e-5)
        self.conv2 = layers.Conv2D(width, 3, padding="same", use_bias=False)
        self.bn2 = layers.BatchNormalization(momentum=0.9, epsilon=1e-5)
        if stride != 1 or in_channels != width:
            self.project = layers.Conv2D(width, 1, strides=stride)
        else:
            self.project = layers.Identity()

    def call(self, x, training=False):
        shortcut = self.project(x)
        x = self.conv1(keras.ops.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0))))
        x = self.conv2(keras.ops.relu(self.bn1(x, training=training)))
        return keras.ops.relu(self.bn2(x, training=training) + shortcut)


class Residual(keras.Model):
    """Network Residual."""

    def __init__(self, num_classes=5, depth=2):
        super().__init__()
        self.stem = keras.Sequential(
            [
                PadConv2D(8, 5, pads=((2, 1), (1, 2))),
                layers.BatchNormalization(momentum=0.9, epsilon=1e-5),
                layers.ReLU(),
            ]
        )
        self.pool = layers.MaxPooling2D(2)
        self.stage1 = keras.Sequential([*(Basic(8, 8) for _ in range(depth))])
        self.stage2 = keras.Sequential(
            [
                *(
                    Basic(8 if i == 0 else 12, 12, stride=2 if i == 0 else 1)
                    for i in range(depth)
                ),
            ]
        )
        self.mean = layers.GlobalAveragePooling2D(keepdims=True)
        self.fc = layers.Dense(num_classes)

    def call(self, x, training=False):
        x = self.pool(self.stem(x, training=training))
        x = self.stage1(x, training=training)
        x = flatten(self.mean(self.stage2(x, training=training)))
        return self.fc(x)
