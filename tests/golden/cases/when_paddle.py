from collections import OrderedDict

import paddle
from paddle import nn
from paddle.nn import functional as F


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(self, in_channels, channels, act=True, norm=False):
        super().__init__()
        self.conv = nn.Conv2D(in_channels, channels, 1)
        self.bn = nn.BatchNorm2D(channels) if norm else nn.Identity()
        self.relu = nn.ReLU() if act else nn.Identity()

    def forward(self, x):
        return self.relu(self.bn(self.conv(x)))


class Two(nn.Layer):
    """Block Two."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv1 = nn.Conv2D(in_channels, channels, 1)
        self.conv2 = nn.Conv2D(channels, channels, 1)

    def forward(self, x):
        a = self.conv1(x)
        return (a, self.conv2(a))


class When(nn.Layer):
    """A condition on every kind of node."""

    def __init__(self, use=True, skip=False, depth=2):
        super().__init__()
        self.conv = nn.Conv2D(4, 4, 3, padding=1) if use else nn.Identity()
        self.off = nn.Conv2D(4, 4, 3, padding=1) if skip else nn.Identity()
        self.unit = Unit(4, 4, act=False, norm=True)
        self.unit2 = Unit(4, 4)
        self.call = Unit(4, 4) if use else nn.Identity()
        self.call_off = Unit(4, 4) if not use else nn.Identity()
        self.two = Two(4)
        self.two_off = nn.Conv2D(4, 4, 1) if skip else nn.Identity()
        self.group = nn.Sequential()
        if use:
            self.group.append(nn.Conv2D(4, 4, 1))
            if skip:
                self.group.append(nn.BatchNorm2D(4))
            if use:
                self.group.append(nn.ReLU())
            self.group.append(nn.BatchNorm2D(4))
        if skip:
            self.group_off = nn.Sequential(OrderedDict(inner=nn.Conv2D(4, 4, 1)))
        else:
            self.group_off = nn.Identity()
        self.use_res = use
        if use:
            self.res_body = nn.Conv2D(4, 4, 1)
        self.use_res_off = skip
        if skip:
            self.rconv = nn.Conv2D(4, 4, 1)
        self.use_add = use
        if use:
            self.add_1 = nn.Conv2D(4, 4, 1)
        self.use_mul = skip
        if skip:
            self.mconv = nn.Conv2D(4, 4, 1)
        self.use_cat = use
        if use:
            self.cat_1 = nn.Conv2D(4, 2, 1)
        self.use_cat_off = skip
        if use:
            self.rep = nn.Sequential(
                *(
                    nn.Conv2D(
                        ((6 if use else 4) * 2 if skip else 6 if use else 4)
                        if i == 0
                        else 4,
                        4,
                        1,
                    )
                    for i in range(depth)
                )
            )
        else:
            self.rep = nn.Identity()
        if skip:
            self.rep_off = nn.Sequential(
                *(
                    nn.Conv2D(
                        (
                            4
                            if use
                            else (6 if use else 4) * 2
                            if skip
                            else 6
                            if use
                            else 4
                        )
                        if i == 0
                        else 4,
                        4,
                        1,
                    )
                    for i in range(depth)
                )
            )
        else:
            self.rep_off = nn.Identity()
        self.use_again = use
        self.use_again_off = skip
        self.pool = nn.MaxPool2D(2) if depth > 1 else nn.Identity()
        self.drop = nn.Dropout() if use else nn.Identity()
        self.fc = nn.Linear(
            (
                4
                if skip
                else 4
                if use
                else 4
                if skip
                else 4
                if use
                else (6 if use else 4) * 2
                if skip
                else 6
                if use
                else 4
            )
            * (3 if depth > 1 else 6)
            * (3 if depth > 1 else 6),
            3,
        )

    def forward(self, x):
        x = self.conv(x)
        x = self.off(x)
        x = self.unit(x)
        x = self.unit2(x)
        x = self.call(x)
        two, b = self.two(self.call_off(x))
        x = two + self.two_off(b)
        x = self.group(x)
        x = self.group_off(x)
        if self.use_res:
            x = self.res_body(x) + x
        if self.use_res_off:
            x = self.rconv(x) + x
        if self.use_add:
            x = x + self.add_1(x)
        if self.use_mul:
            x = x * self.mconv(x)
        if self.use_cat:
            x = paddle.concat((x, self.cat_1(x)), axis=1)
        if self.use_cat_off:
            x = paddle.concat((x, F.relu(x)), axis=1)
        x = self.rep(x)
        x = self.rep_off(x)
        if self.use_again:
            x = self.conv(x)
        if self.use_again_off:
            x = self.conv(x)
        x = self.pool(x).flatten(1)
        return self.fc(self.drop(x))
