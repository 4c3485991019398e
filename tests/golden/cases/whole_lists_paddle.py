import paddle
from paddle import nn


def resize_nearest(x, size=None, scale=None):
    """Resize by copying pixels, at places that F.interpolate rounds."""
    for axis, n in enumerate(x.shape[2:], 2):
        if size:
            places = [i * n // size[axis - 2] for i in range(size[axis - 2])]
        else:
            factor = scale[axis - 2]
            places = [int(i // factor) for i in range(int(n * factor))]
        x = x.index_select(paddle.to_tensor(places), axis)
    return x


class Unit(nn.Layer):
    """Block Unit."""

    def __init__(self, in_channels, width, kernel=(3, 1), pads=(1, 0), step=(1, 1)):
        super().__init__()
        kernel = list(kernel)
        self.step = step
        self.conv = nn.Conv2D(in_channels, width, kernel, stride=step, padding=pads)
        self.tanh = nn.Tanh() if kernel + [1] == [3, 1, 1] else nn.Identity()
        self.pool = nn.MaxPool2D(kernel, stride=step, padding=pads)
        self.mean = nn.AvgPool2D(kernel, stride=step[:2], padding=pads, exclusive=True)
        self.back = nn.Conv2DTranspose(width, width, kernel, stride=step, padding=pads)
        self.fit = nn.AdaptiveAvgPool2D(kernel)

    def forward(self, x):
        x = self.mean(self.pool(self.tanh(self.conv(x))))
        return self.fit(self.back(resize_nearest(x, scale=self.step)))


class WholeLists(nn.Layer):
    """Sizes that are passed on as lists, one of which is also computed with."""

    def __init__(self):
        super().__init__()
        self.a = Unit(3, 4)
        self.b = Unit(4, 5, kernel=(1, 3), pads=(0, 1), step=(2, 1))
        self.c = nn.Sequential(
            *(
                nn.Sequential(nn.Conv2D(5 if i == 0 else 4, 4, k, padding=1))
                for i, k in enumerate(((1, 3), (3, 1)))
            )
        )

    def forward(self, x):
        x = self.a(x)
        x = self.b(x)
        return self.c(x)
