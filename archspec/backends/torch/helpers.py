"""Small classes that an emitted PyTorch file defines when it needs them."""

from archspec.backends.python.nodes import Helper

APPLY = Helper(
    "Apply",
    '''class Apply(nn.Module):
    """A function with its keyword arguments as a layer."""

    def __init__(self, function, **arguments):
        super().__init__()
        self.function = function
        self.arguments = arguments

    def forward(self, x):
        return self.function(x, **self.arguments)''',
)

PAD_CONV = Helper(
    "PadConv2d",
    '''class PadConv2d(nn.Conv2d):
    """Convolution after zero pads of (left, right, top, bottom)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = pads

    def forward(self, x):
        return super().forward(F.pad(x, self.pads))''',
)

PAD_CONV_TRANSPOSE = Helper(
    "PadConvTranspose2d",
    '''class PadConvTranspose2d(nn.ConvTranspose2d):
    """Transposed convolution before pads of (left, right, top, bottom)."""

    def __init__(self, *args, pads, **kwargs):
        super().__init__(*args, **kwargs)
        self.pads = pads

    def forward(self, x):
        return F.pad(super().forward(x), self.pads)''',
)

RESIZE_NEAREST = Helper(
    "resize_nearest",
    '''def resize_nearest(x, size=None, scale=None):
    """Resize to the nearest pixel in whole numbers, which F.interpolate rounds."""
    height, width = x.shape[2:]
    rows, columns = size or (height * scale[0], width * scale[1])
    rows = torch.arange(rows, device=x.device) * height // rows
    columns = torch.arange(columns, device=x.device) * width // columns
    return x[:, :, rows[:, None], columns]''',
)

LAYER_NORM = Helper(
    "LayerNorm2d",
    '''class LayerNorm2d(nn.LayerNorm):
    """Layer normalisation over the channels of an image."""

    def forward(self, x):
        return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)''',
)

LAYER_SCALE = Helper(
    "LayerScale",
    '''class LayerScale(nn.Module):
    """Multiplication by learned factors, which begin as ``start``."""

    def __init__(self, start):
        super().__init__()
        self.factors = nn.Parameter(start)

    def forward(self, x):
        return self.factors * x''',
)

STOCHASTIC_DEPTH = Helper(
    "StochasticDepth",
    '''class StochasticDepth(nn.Module):
    """In training, zeros whole examples and scales up those that remain."""

    def __init__(self, drop_prob):
        super().__init__()
        self.drop_prob = drop_prob

    def forward(self, x):
        if not self.training:
            return x
        keep = 1 - self.drop_prob
        kept = x.new_empty(len(x), *[1] * (x.dim() - 1)).bernoulli_(keep)
        return x * (kept / keep)''',
)

INITIALIZE = Helper(
    "initialize",
    '''def initialize(layer, **fill):
    """Fill the tensors of a layer in place: initialize(layer, bias=nn.init.zeros_)."""
    for name, function in fill.items():
        if getattr(layer, name) is not None:
            function(getattr(layer, name))
    return layer''',
)

HELPERS = {
    helper.name: helper
    for helper in (
        APPLY,
        PAD_CONV,
        PAD_CONV_TRANSPOSE,
        LAYER_NORM,
        LAYER_SCALE,
        STOCHASTIC_DEPTH,
        INITIALIZE,
        RESIZE_NEAREST,
    )
}
