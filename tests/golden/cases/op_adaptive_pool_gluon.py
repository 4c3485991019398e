from mxnet.gluon import nn


class AdaptivePool(nn.HybridBlock):
    """Network AdaptivePool."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2D(2, 2, in_channels=3)

    def hybrid_forward(self, F, x):
        x = self.conv(F.contrib.AdaptiveAvgPooling2D(x, output_size=(5, 4)))
        x = F.contrib.AdaptiveAvgPooling2D(x, output_size=3)
        return F.contrib.AdaptiveAvgPooling2D(x, output_size=1)
