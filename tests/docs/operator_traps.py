"""What goes wrong with an operator when a network is carried over, for docs/operators.md."""

_FLAT = "It takes channels as the first axis; `axis: last` is for an image that `permute` turned."
_WINDOW = (
    "`rounding: ceil` means what it means in PyTorch and ONNX. Gluon, Paddle and Chainer "
    "would keep a last window without any data: the emitted code pads instead."
)

TRAPS: dict[str, tuple[str, ...]] = {
    "conv": (
        "`groups: depthwise` is one group per channel of the input; `channels` is then a "
        "multiple of those.",
        "With a `bn` behind it, the bias has no effect: write `bias: false`.",
    ),
    "conv_transpose": (
        "`padding` cuts rows off the output. Chainer takes the size of the output in place "
        "of `output_padding`, so a helper computes it.",
    ),
    "max_pool": (
        "Without `stride`, the stride is the kernel. Chainer rounds up by default: "
        "`cover_all` is always written.",
        _WINDOW,
    ),
    "avg_pool": (
        "`count_padding: true` is PyTorch's default and not Paddle's.",
        _WINDOW,
    ),
    "global_avg_pool": (
        "The output is still an image, (c, 1, 1): `dense` needs a `flatten`.",
    ),
    "bn": (
        "`decay` is the share that is *kept*: 1 - momentum of PyTorch, momentum of Gluon and "
        "Paddle.",
        "Gluon and Paddle keep the biased variance of a batch as running variance, PyTorch "
        "and Chainer the unbiased one. `archspec verify` allows for that exactly.",
        "Chainer's default of `eps` is 2e-5, the others' 1e-5: it is written where it differs.",
    ),
    "group_norm": ("Gluon's own scales per group, so a helper scales per channel.",),
    "layer_norm": (
        "It normalises the channels of each pixel, not the whole image as `nn.LayerNorm` with "
        "the shape of an image does.",
        _FLAT,
    ),
    "lrn": (
        "`alpha` is divided by `size`, as in PyTorch and Paddle; Chainer and the paper do not "
        "divide.",
    ),
    "dense": (
        "On an image it is an error that asks for `flatten`: Gluon and Chainer would flatten "
        "silently, PyTorch and Paddle act on the last axis.",
        "Paddle's weight is (in, out): weights are transposed on the way.",
    ),
    "flatten": ("The order is channels, rows, columns, in all four frameworks.",),
    "dropout": ("`drop_prob` is the probability to be zeroed, never that to be kept.",),
    "stochastic_depth": ("It belongs at the end of the body of a `residual`.",),
    "hard_sigmoid": (
        "Gluon and Chainer have slope 0.2, Paddle 0.1666667: helpers there.",
    ),
    "leaky_relu": ("Chainer's default slope is 0.2: it is written.",),
    "gelu": (
        "`approximate: tanh` is another function, off by up to 5e-4: take the one that the "
        "weights were trained with.",
    ),
    "prelu": ("One slope for all channels is the default, as in PyTorch.",),
    "softmax": (
        "A loss of the framework often has it already: end in the logits then.",
    ),
    "log_softmax": ("Paddle's own ends at -64: a helper there.",),
    "pad": (
        "Behind it, `max_pool` takes the padding for data, zeros included: there, `value: -inf` is what its own `padding` has.",
    ),
    "upsample": (
        "Corners are never aligned: `align_corners=False` is written wherever it exists.",
    ),
    "slice": ("`stop` is the first channel that is left out.",),
    "permute": ("Afterwards the first axis counts as channels, whatever it was.",),
    "residual": ("A list of several nodes as `body` is written as a `seq`.",),
    "add": (
        "Numbers of channels must be equal; nothing but height and width is repeated.",
    ),
    "concat": ("Heights and widths must be equal: pad or pool before it.",),
    "repeat": (
        "`i` is not seen inside of a block that is called: hand it over as an argument.",
    ),
    "reuse": ("The weights are counted, saved and trained once.",),
}
