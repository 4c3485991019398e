import chainer
import chainer.functions as F
import chainer.links as L


class Stack(chainer.ChainList):
    """Applies its links in turn."""

    def forward(self, x):
        for link in self:
            x = link(x)
        return x


class Apply(chainer.Link):
    """A function with its keyword arguments as a link."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)


class Unit(chainer.Chain):
    """Block Unit."""

    def __init__(self, in_channels, channels, act=True, norm=False):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(in_channels, channels, 1)
            self.bn = L.BatchNormalization(channels, eps=1e-5) if norm else F.identity
            self.relu = F.relu if act else F.identity

    def forward(self, x):
        return self.relu(self.bn(self.conv(x)))


class Two(chainer.Chain):
    """Block Two."""

    def __init__(self, in_channels, channels=4):
        super().__init__()
        with self.init_scope():
            self.conv1 = L.Convolution2D(in_channels, channels, 1)
            self.conv2 = L.Convolution2D(channels, channels, 1)

    def forward(self, x):
        a = self.conv1(x)
        return (a, self.conv2(a))


class GroupOff(chainer.Chain):
    """Part `group_off` of When."""

    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.inner = L.Convolution2D(4, 4, 1)

    def forward(self, x):
        return self.inner(x)


class When(chainer.Chain):
    """A condition on every kind of node."""

    def __init__(self, use=True, skip=False, depth=2):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(4, 4, 3, pad=1) if use else F.identity
            self.off = L.Convolution2D(4, 4, 3, pad=1) if skip else F.identity
            self.unit = Unit(4, 4, act=False, norm=True)
            self.unit2 = Unit(4, 4)
            self.call = Unit(4, 4) if use else F.identity
            self.call_off = Unit(4, 4) if not use else F.identity
            self.two = Two(4)
            self.two_off = L.Convolution2D(4, 4, 1) if skip else F.identity
            self.group = Stack()
            if use:
                self.group.append(L.Convolution2D(4, 4, 1))
                if skip:
                    self.group.append(L.BatchNormalization(4, eps=1e-5))
                if use:
                    self.group.append(Apply(F.relu))
                self.group.append(L.BatchNormalization(4, eps=1e-5))
            self.group_off = GroupOff() if skip else F.identity
            self.use_res = use
            if use:
                self.res_body = L.Convolution2D(4, 4, 1)
            self.use_res_off = skip
            if skip:
                self.rconv = L.Convolution2D(4, 4, 1)
            self.use_add = use
            if use:
                self.add_1 = L.Convolution2D(4, 4, 1)
            self.use_mul = skip
            if skip:
                self.mconv = L.Convolution2D(4, 4, 1)
            self.use_cat = use
            if use:
                self.cat_1 = L.Convolution2D(4, 2, 1)
            self.use_cat_off = skip
            if use:
                self.rep = Stack(
                    *(
                        L.Convolution2D(
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
                self.rep = F.identity
            if skip:
                self.rep_off = Stack(
                    *(
                        L.Convolution2D(
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
                self.rep_off = F.identity
            self.use_again = use
            self.use_again_off = skip
            self.use_pool = depth > 1
            self.drop = F.dropout if use else F.identity
            self.fc = L.Linear(
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
            x = F.concat((x, self.cat_1(x)), axis=1)
        if self.use_cat_off:
            x = F.concat((x, F.relu(x)), axis=1)
        x = self.rep(x)
        x = self.rep_off(x)
        if self.use_again:
            x = self.conv(x)
        if self.use_again_off:
            x = self.conv(x)
        if self.use_pool:
            x = F.max_pooling_2d(x, 2, cover_all=False)
        return self.fc(self.drop(F.reshape(x, (len(x), -1))))
