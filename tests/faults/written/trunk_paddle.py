"""In the manner of paddle.vision: attributes, in place, param attributes."""

import paddle
from paddle import nn


class BasicBlock(nn.Layer):
    def __init__(self, inplanes, planes, stride=1, downsample=None):
        super().__init__()
        self.conv1 = nn.Conv2D(
            inplanes, planes, 3, padding=1, stride=stride, bias_attr=False
        )
        self.bn1 = nn.BatchNorm2D(planes)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2D(planes, planes, 3, padding=1, bias_attr=False)
        self.bn2 = nn.BatchNorm2D(planes)
        self.downsample = downsample

    def forward(self, x):
        identity = x
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        if self.downsample is not None:
            identity = self.downsample(x)
        return self.relu(paddle.add(out, identity))


class Trunk(nn.Layer):
    def __init__(self, classes=5):
        super().__init__()
        self.stem = nn.Sequential(
            ("conv", nn.Conv2D(3, 4, [3, 5], padding=[1, 2])),
            ("norm", nn.BatchNorm2D(4, momentum=0.95, epsilon=1e-3)),
            ("relu", nn.ReLU6()),
            ("pool", nn.MaxPool2D(3, 2, 1)),
        )
        blocks = [BasicBlock(4, 4) for _ in range(2)]
        shortcut = nn.Sequential(
            nn.Conv2D(4, 6, 1, stride=2, bias_attr=False), nn.BatchNorm2D(6)
        )
        self.stage = nn.Sequential(*blocks, BasicBlock(4, 6, 2, shortcut))
        self.drop = nn.Dropout(p=0.3)
        self.fc = nn.Linear(6, classes, weight_attr=paddle.ParamAttr(name="w"))

    def forward(self, x):
        x = self.stage(self.stem(x))
        x = paddle.flatten(nn.functional.avg_pool2d(x, 2), start_axis=1)
        return self.fc(self.drop(x))
