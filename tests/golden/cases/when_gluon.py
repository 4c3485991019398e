from mxnet.gluon import nn


class Unit(nn.HybridBlock):
    """Block Unit."""

    def __init__(self, in_channels, channels, act=True, norm=False):
        super().__init__()
        self.conv = nn.Conv2D(channels, 1, in_channels=in_channels)
        self.bn = nn.BatchNorm(in_channels=channels) if norm else nn.HybridSequential()
        self.relu = nn.Activation("relu") if act else nn.HybridSequential()

    def hybrid_forward(self, F, x):
        return self.relu(self.bn(self.conv(x)))


class Two(nn.HybridBlock):
    """Block Two."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        self.conv1 = nn.Conv2D(channels, 1, in_channels=in_channels)
        self.conv2 = nn.Conv2D(channels, 1, in_channels=channels)

    def hybrid_forward(self, F, x):
        a = self.conv1(x)
        return (a, self.conv2(a))


class GroupOff(nn.HybridBlock):
    """Part `group_off` of When."""

    def __init__(self):
        super().__init__()
        self.inner = nn.Conv2D(4, 1, in_channels=4)

    def hybrid_forward(self, F, x):
        return self.inner(x)


class When(nn.HybridBlock):
    """A condition on every kind of node."""

    def __init__(self, use=True, skip=False, depth=2):
        super().__init__()
        if use:
            self.conv = nn.Conv2D(4, 3, padding=1, in_channels=4)
        else:
            self.conv = nn.HybridSequential()
        if skip:
            self.off = nn.Conv2D(4, 3, padding=1, in_channels=4)
        else:
            self.off = nn.HybridSequential()
        self.unit = Unit(4, 4, act=False, norm=True)
        self.unit2 = Unit(4, 4)
        self.call = Unit(4, 4) if use else nn.HybridSequential()
        self.call_off = Unit(4, 4) if not use else nn.HybridSequential()
        self.two = Two(4)
        self.two_off = nn.Conv2D(4, 1, in_channels=4) if skip else nn.HybridSequential()
        self.group = nn.HybridSequential()
        if use:
            self.group.add(nn.Conv2D(4, 1, in_channels=4))
            if skip:
                self.group.add(nn.BatchNorm(in_channels=4))
            if use:
                self.group.add(nn.Activation("relu"))
            self.group.add(nn.BatchNorm(in_channels=4))
        self.group_off = GroupOff() if skip else nn.HybridSequential()
        self.use_res = use
        if use:
            self.res_body = nn.Conv2D(4, 1, in_channels=4)
        self.use_res_off = skip
        if skip:
            self.rconv = nn.Conv2D(4, 1, in_channels=4)
        self.use_add = use
        if use:
            self.add_1 = nn.Conv2D(4, 1, in_channels=4)
        self.use_mul = skip
        if skip:
            self.mconv = nn.Conv2D(4, 1, in_channels=4)
        self.use_cat = use
        if use:
            self.cat_1 = nn.Conv2D(2, 1, in_channels=4)
        self.use_cat_off = skip
        self.relu = nn.Activation("relu")
        self.rep = nn.HybridSequential()
        if use:
            for i in range(depth):
                self.rep.add(
                    nn.Conv2D(
                        4,
                        1,
                        in_channels=((6 if use else 4) * 2 if skip else 6 if use else 4)
                        if i == 0
                        else 4,
                    )
                )
        self.rep_off = nn.HybridSequential()
        if skip:
            for i in range(depth):
                self.rep_off.add(
                    nn.Conv2D(
                        4,
                        1,
                        in_channels=(
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
                    )
                )
        self.use_again = use
        self.use_again_off = skip
        self.pool = nn.MaxPool2D() if depth > 1 else nn.HybridSequential()
        self.drop = nn.Dropout(0.5) if use else nn.HybridSequential()
        self.fc = nn.Dense(
            3,
            in_units=(
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
        )

    def hybrid_forward(self, F, x):
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
            x = F.broadcast_mul(x, self.mconv(x))
        if self.use_cat:
            x = F.concat(x, self.cat_1(x), dim=1)
        if self.use_cat_off:
            x = F.concat(x, self.relu(x), dim=1)
        x = self.rep(x)
        x = self.rep_off(x)
        if self.use_again:
            x = self.conv(x)
        if self.use_again_off:
            x = self.conv(x)
        x = F.flatten(self.pool(x))
        return self.fc(self.drop(x))
