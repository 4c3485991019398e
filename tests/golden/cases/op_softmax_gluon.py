from mxnet.gluon import nn


class Scores(nn.HybridSequential):
    """Block Scores."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(
            nn.Conv2D(4, 1, in_channels=in_channels),
            nn.HybridLambda(lambda F, x: F.log_softmax(x, axis=1)),
            nn.HybridLambda(lambda F, x: F.softmax(x, axis=2)),
        )


class ScoresWidth1(nn.HybridSequential):
    """Block ScoresWidth1."""

    def __init__(self, in_channels):
        super().__init__()
        self.add(
            nn.Conv2D(4, 1, in_channels=in_channels),
            nn.HybridLambda(lambda F, x: F.log_softmax(x, axis=3)),
            nn.HybridLambda(lambda F, x: F.softmax(x, axis=3)),
        )


class SoftmaxAxes(nn.HybridBlock):
    """A softmax over any axis of signals, images, volumes and vectors."""

    def __init__(self):
        super().__init__()
        self.scores = Scores(4)
        self.others = ScoresWidth1(4)
        self.inner = nn.HybridSequential()
        self.inner.add(
            nn.Conv2D(4, 1, in_channels=4),
            nn.HybridLambda(lambda F, x: F.log_softmax(x, axis=-1)),
            nn.HybridLambda(lambda F, x: F.softmax(x, axis=1)),
        )

    def hybrid_forward(self, F, image, signal, volume, flat):
        x = self.scores(F.log_softmax(F.softmax(image, axis=-1), axis=2))
        x = self.others(x)
        images = self.inner(x)
        signals = F.softmax(signal, axis=2)
        volumes = F.log_softmax(F.log_softmax(volume, axis=1), axis=2)
        return (images, signals, volumes, F.log_softmax(flat, axis=-1))
