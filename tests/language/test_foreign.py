"""Names of other libraries lead to a name of the language, an equivalent, or a refusal."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from archspec.compat import revive
from archspec.ops import OPS
from archspec.spec import OPERATORS
from archspec.spec.foreign.keys import key_meaning, word_meaning
from archspec.spec.foreign.operators import meaning
from archspec.text.problems import CompileError
from tests.graphs import graph
from tests.wording import Wording

KERAS = """
Activation ActivityRegularization Add AdditiveAttention AlphaDropout Attention Average
AveragePooling1D AveragePooling2D AveragePooling3D BatchNormalization Bidirectional
Concatenate Conv1D Conv1DTranspose Conv2D Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM2D
Cropping1D Cropping2D Cropping3D Dense DepthwiseConv1D DepthwiseConv2D Dot Dropout ELU
Embedding Flatten GRU GaussianDropout GaussianNoise GlobalAveragePooling1D
GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D GroupNormalization Identity
InputLayer LSTM Lambda LayerNormalization LeakyReLU MaxPooling1D MaxPooling2D MaxPooling3D
Maximum Minimum MultiHeadAttention Multiply Normalization PReLU Permute RNN ReLU RepeatVector
Rescaling Reshape Resizing SeparableConv1D SeparableConv2D SimpleRNN Softmax SpatialDropout2D
SpectralNormalization Subtract TimeDistributed UnitNormalization UpSampling1D UpSampling2D
ZeroPadding1D ZeroPadding2D
"""
ONNX = """
Abs Acos Add And ArgMax ArgMin AveragePool BatchNormalization Cast Ceil Celu Clip Concat
Constant Conv ConvTranspose Cos CumSum DeformConv DepthToSpace DequantizeLinear Div Dropout
Einsum Elu Equal Erf Exp Expand Flatten Floor GRU Gather Gelu Gemm GlobalAveragePool
GlobalLpPool GlobalMaxPool Greater GridSample GroupNormalization HardSigmoid HardSwish Hardmax
Identity If InstanceNormalization LRN LSTM LayerNormalization LeakyRelu Less Log LogSoftmax Loop
LpNormalization LpPool MatMul Max MaxPool MaxRoiPool MaxUnpool Mean Min Mish Mul Neg Not OneHot
Or PRelu Pad Pow QuantizeLinear RNN ReduceMax ReduceMean ReduceMin ReduceSum Relu Reshape Resize
Selu Shrink Sigmoid Sign Sin Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub
Sum Tanh ThresholdedRelu Tile TopK Transpose Unsqueeze Upsample Where Xor
"""


def layers(*modules: Any, base: type) -> Iterator[str]:
    """The names of the layers that a framework's own modules hold."""
    for module in modules:
        for name, value in vars(module).items():
            if inspect.isclass(value) and issubclass(value, base):
                yield name


def torch_names() -> list[str]:
    from torch import nn

    return [*layers(nn, base=nn.Module)]


def gluon_names() -> list[str]:
    revive("mxnet")
    from mxnet.gluon import Block, nn, rnn

    return [*layers(nn, rnn, base=Block)]


def paddle_names() -> list[str]:
    from paddle import nn

    return [*layers(nn, base=nn.Layer)]


def chainer_names() -> list[str]:
    revive("chainer")
    import chainer
    from chainer import functions, links

    lower = [name for name, f in vars(functions).items() if inspect.isfunction(f)]
    networks = re.compile(r"Layers$|^GoogLeNet$")
    own = [*layers(links, base=chainer.Link)]
    return [*(name for name in own if not networks.search(name)), *lower]


NO_OPERATORS = re.compile(
    # Functions of Chainer that no network is built of: mathematics and linear algebra.
    r"^(arc\w*|as_strided|batch_\w*|cholesky|copy|diagonal|digamma|erf\w*|fft|fix|forget|gaussian\w*"
    r"|ifft|lgamma|log_ndtr|ndtri?|polygamma|zeta|where|cosh?|sinh?|tanh?|fliplr|flipud|absolute\w*"
    r"|crf1d|argmax_crf1d|cross_covariance|squared_\w*|\w*_moment|binary_\w*|mean_absolute_error"
    r"|black_out|classification_summary|deformable_convolution_2d_sampler|negative_sampling|permutate"
    r"|fixed_batch_normalization)$"
    r"|^(CRF1d|BlackOut|NegativeSampling|BinaryHierarchicalSoftmax|TheanoFunction|Scale|Parameter|SymbolBlock)$"
)


@pytest.mark.parametrize(
    "names",
    [torch_names, gluon_names, paddle_names, chainer_names, KERAS.split, ONNX.split],
    ids=["torch", "gluon", "paddle", "chainer", "keras", "onnx"],
)
def test_every_layer_of_a_library_leads_somewhere(
    names: Callable[[], list[str]],
) -> None:
    unknown = [
        name
        for name in names()
        if not (meaning(name) or name in OPERATORS or NO_OPERATORS.search(name))
    ]
    assert not unknown


@pytest.mark.quick
@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("Conv2d", "'conv': write {op: conv, channels: ..., kernel: ...}"),
        ("nn.Linear", "'dense'"),
        ("BatchNorm2D", "'bn'"),
        ("Convolution2D", "'conv'"),
        ("Conv2DTranspose", "'conv_transpose'"),
        ("hardswish", "'hard_swish'"),
        ("InstanceNorm2d", "instance_norm"),
        ("F.interpolate(x, 2)", "'upsample'"),
        ("GlobalMaxPooling2D", "'global_max_pool'"),
        (
            "AdaptiveMaxPool1d",
            "'adaptive_max_pool': write {op: adaptive_max_pool, size: ...}",
        ),
        ("torch.amax", "'max': write {op: max, over: ...}"),
        ("ReduceMean", "'mean': write {op: mean, over: ...}"),
        ("LPPool2d", "'avg_pool'"),
        ("ReflectionPad2d", "mode: reflect"),
        ("DepthToSpace", "CRD"),
        ("x.view", "'reshape'"),
    ],
)
def test_where_names_lead(word: str, ours: str) -> None:
    assert ours in meaning(word)


@pytest.mark.quick
def test_names_of_what_the_language_lacks(wording: Wording) -> None:
    for word in ("dropout2d", "conv1d", "MultiheadAttention", "CrossEntropyLoss"):
        wording(meaning(word))


@pytest.mark.quick
def test_a_misspelt_name_is_not_taken_for_one_of_another_library() -> None:
    assert not any(map(meaning, ("convv", "flaten", "Bottleneck", "Stem", "densee")))


@pytest.mark.quick
@pytest.mark.parametrize(
    ("op", "key", "help"),
    [
        ("conv", "out_channels", "'channels'"),
        ("conv", "kernel_size", "'kernel'"),
        ("conv", "no_bias", "bias: false"),
        ("conv", "kernel_initializer", "init:"),
        ("bn", "momentum", "'decay'"),
        ("bn", "fix_gamma", "scale: false"),
        ("bn", "use_global_stats", "frozen_bn"),
        ("layer_norm", "bias", "center: false"),
        ("dropout", "p", "'drop_prob'"),
        ("dense", "out_features", "'units'"),
        ("leaky_relu", "negative_slope", "'slope'"),
        ("avg_pool", "exclusive", "count_padding"),
        ("max_pool", "ceil_mode", "rounding: ceil"),
        ("upsample", "scale_factor", "'scale'"),
        ("pixel_shuffle", "upscale_factor", "'scale'"),
        ("conv", "padding_mode", "'pad'"),
    ],
)
def test_where_keys_lead(op: str, key: str, help: str) -> None:
    (operator,) = (each for each in OPS if op == each.NAME)
    assert help in key_meaning(op, key, [field.name for field in operator.fields()])


@pytest.mark.quick
def test_a_key_that_is_not_needed_is_left_out(wording: Wording) -> None:
    wording(key_meaning("conv", "in_channels", ["channels", "kernel"]))


@pytest.mark.quick
def test_where_words_lead() -> None:
    assert word_meaning("bias", "no", flag=True) == "write false"
    assert "kernel // 2" in word_meaning("padding", "same")
    assert not word_meaning("channels", "no")


WRONG = ("0.5", "-1", "true", "null", "a b", "[0.5]", "[[1, 2.5], 3]", "{}", "[]", "-x")
FIELDS = [(op.NAME, field.name) for op in OPS for field in op.fields()]


@pytest.mark.quick
@pytest.mark.parametrize(("op", "field"), FIELDS)
def test_no_message_shows_how_the_compiler_holds_a_value(op: str, field: str) -> None:
    (operator,) = (each for each in OPS if op == each.NAME)
    others = "".join(
        f", {each.name}: 1"
        for each in operator.fields()
        if each.required and each.name != field
    )
    for value in WRONG:
        text = (
            "archspec: 1\nname: N\ninput: [4, 8, 8]\nbody:\n"
            f"  n: {{op: {op}{others}, {field}: {value}}}\n"
        )
        try:
            graph(text)
        except CompileError as error:
            for problem in error.problems:
                said = f"{problem.message} {problem.help}"
                assert not re.search(r"[A-Z]\w*\(|\w=|<\w+ |Expr|None", said), said
