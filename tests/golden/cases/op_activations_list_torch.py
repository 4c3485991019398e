from torch import nn


class Layer(nn.Module):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(4, 4, 1), nn.ReLU(), nn.ReLU6(), nn.Sigmoid()
        )

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer(nn.Module):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(4, 4, 1), nn.Tanh(), nn.SiLU())

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer2(nn.Module):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(4, 4, 1), nn.Mish(), nn.Softplus(threshold=40)
        )

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer3(nn.Module):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(4, 4, 1), nn.SELU(), nn.Hardsigmoid())

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer4(nn.Module):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(4, 4, 1), nn.Hardswish(), nn.LeakyReLU(0.2))

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer5(nn.Module):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(4, 4, 1), nn.ELU(0.5), nn.LeakyReLU())

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer6(nn.Module):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(4, 4, 1), nn.GELU(), nn.ELU())

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer7(nn.Module):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.GELU(approximate="tanh"), nn.PReLU(), nn.PReLU(4))

    def forward(self, x):
        return self.body(x) + x


class ActivationsListLayer8(nn.Module):
    """A part of ActivationsList."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Identity(), nn.LogSoftmax(dim=1), nn.Softmax(dim=1)
        )

    def forward(self, x):
        return self.body(x) + x


class ActivationsList(nn.Sequential):
    """Every activation that a list numbers, beside shortcuts so that none hides
    another.
    """

    def __init__(self):
        super().__init__(
            Layer(),
            ActivationsListLayer(),
            ActivationsListLayer2(),
            ActivationsListLayer3(),
            ActivationsListLayer4(),
            ActivationsListLayer5(),
            ActivationsListLayer6(),
            ActivationsListLayer7(),
            ActivationsListLayer8(),
        )
