"""Common mistakes with each operator when porting a network, for docs/operators.md."""

_FLAT = "Channels are the first axis; `axis: last` is for an image after a `permute`."
_WINDOW = (
    "`rounding: ceil` has PyTorch's and ONNX's meaning. Gluon, Paddle and Chainer would "
    "keep a last window without any data: the emitted code pads instead."
)

TRAPS: dict[str, tuple[str, ...]] = {
    "conv": (
        "`groups: depthwise` is one group per channel of the input; `channels` must then be a multiple of the input's.",
        "Before a `bn`, the bias has no effect: write `bias: false`.",
    ),
    "conv_transpose": (
        "`padding` crops the output. Chainer takes the output size in place of "
        "`output_padding`, so a helper computes it.",
    ),
    "max_pool": (
        "Without `stride`, the stride equals the kernel. Chainer rounds up by default: "
        "`cover_all` is always written.",
        _WINDOW,
    ),
    "avg_pool": (
        "`count_padding: true` is PyTorch's default and not Paddle's.",
        _WINDOW,
    ),
    "global_max_pool": (
        "The output is still an image, (c, 1, 1); `max` over space gives a flat value.",
    ),
    "adaptive_max_pool": (
        "A size of 1 is a `global_max_pool`. Gluon and Chainer have no such pool: helpers select the windows, one after the other.",
    ),
    "global_avg_pool": (
        "The output is still an image, (c, 1, 1): `dense` needs a `flatten`.",
    ),
    "mean": (
        "The axes are removed unless `keep` is true: `over: space` leaves a flat value, and "
        "`over: channels` a value whose first side then counts as channels.",
    ),
    "max": (
        "Equal values share the gradient, as in `amax` of PyTorch and Paddle; in a `max_pool` "
        "the first gets it. `F.max` of Gluon and Chainer gives all of it to each.",
    ),
    "bn": (
        "`decay` is the weight of the *old* value: 1 - momentum in PyTorch, momentum in Gluon "
        "and Paddle.",
        "Gluon and Paddle keep the biased variance of a batch as running variance, PyTorch and "
        "Chainer the unbiased one. `archspec verify` allows for exactly that.",
        "`scale: false` is Gluon's and Keras's, `use_gamma=False` of Chainer, `weight_attr=False` of Paddle "
        "and `fix_gamma` of MXNet; `center: false` is the same for the shift.",
        "Chainer's default of `eps` is 2e-5, the others' 1e-5: it is written if it differs.",
    ),
    "frozen_bn": (
        "All its tensors are constants, as in torchvision's `FrozenBatchNorm2d`. Gluon's and Paddle's "
        "`use_global_stats=True` alone still trains the scale and the shift.",
    ),
    "group_norm": (
        "Gluon's own layer scales per group, so a helper scales per channel.",
    ),
    "instance_norm": (
        "`affine` is false by default, as in PyTorch; Gluon's and Paddle's own layers scale and shift.",
        "It never keeps running statistics: `track_running_stats` is not in the language.",
    ),
    "rms_norm": (
        "PyTorch's default of `eps` depends on the dtype: it is always written.",
        _FLAT,
    ),
    "l2_normalize": (
        "Gluon's and Chainer's own functions add an epsilon to the norm in place of a least "
        "norm, so they get helpers.",
    ),
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
        "Paddle's weight is (in, out): conversion transposes it.",
    ),
    "flatten": ("The order is channels, rows, columns, in all four frameworks.",),
    "dropout": (
        "`drop_prob` is the probability of dropping a value, never of keeping it.",
    ),
    "stochastic_depth": ("It belongs at the end of the body of a `residual`.",),
    "hard_sigmoid": (
        "The default slope is 0.2 in Gluon and Chainer, and 0.1666667 in Paddle, so they get helpers.",
    ),
    "leaky_relu": ("Chainer's default slope is 0.2: it is written.",),
    "gelu": (
        "`approximate: tanh` is another function, which differs by up to 5e-4: use the one that the weights were trained with.",
    ),
    "prelu": ("One slope for all channels is the default, as in PyTorch.",),
    "softmax": ("A framework's loss often includes it: then end with the logits.",),
    "log_softmax": ("Paddle's own is limited to -64, so it gets a helper.",),
    "pad": (
        "After it, `max_pool` treats the padding as data, including zeros: `value: -inf` acts "
        "like the pool's own `padding`.",
        "`edge` is `replicate` in PyTorch and Paddle. Chainer's `F.pad` has no correct gradient "
        "for `edge` and `reflect`, so a helper selects the pixels.",
    ),
    "upsample": (
        "`like` resizes to the sides of another value of any size: `like: input` ends a "
        "segmentation network.",
        "`align_corners` is written wherever it exists, since the frameworks' defaults differ.",
    ),
    "slice": (
        "`stop` is the first value after the slice. Both bounds count from the start: `crop` "
        "takes rows and columns off the end.",
    ),
    "reshape": (
        "The batch keeps its axis and is not written. Where the sizes of the input are not "
        "known, one size can be -1.",
    ),
    "pixel_shuffle": (
        "The order of channels is PyTorch's, and Paddle's. ONNX's `DepthToSpace` has another by "
        "default, as have TensorFlow's, MXNet's and Chainer's functions of that name.",
    ),
    "permute": ("Afterwards the first axis counts as channels, whatever it was.",),
    "residual": ("Write a list of several nodes in `body` as a `seq`.",),
    "add": ("Only a size of 1 is broadcast, on the same axis; ranks must be equal.",),
    "sub": ("`from: [a, b]` and the first two branches are in order: a - b.",),
    "div": (
        "`from: [a, b]` and the first two branches are in order: a / b. Nothing keeps b from 0: "
        "divide by a `softplus`, say.",
    ),
    "maximum": ("Where inputs are equal, frameworks share its gradient differently.",),
    "minimum": ("Where inputs are equal, frameworks share its gradient differently.",),
    "concat": ("Heights and widths must be equal: pad or pool before it.",),
    "repeat": (
        "`i` is not visible inside a block that is called: pass it as an argument.",
    ),
    "reuse": ("The weights are counted, saved and trained once.",),
}
