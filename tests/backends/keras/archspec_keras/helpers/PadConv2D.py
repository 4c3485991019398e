class PadConv2D(layers.Conv2D):
    """Convolution after zero pads of ((top, bottom), (left, right))."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = ((0, 0), *pads, (0, 0))

    def call(self, x):
        return super().call(keras.ops.pad(x, self.pads))
