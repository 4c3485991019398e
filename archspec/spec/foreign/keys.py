"""Keys and words of other libraries, and their equivalents in a spec.

``out_channels``, ``filters`` and ``num_filter`` are the ``channels`` of a convolution.
The comparison ignores case and everything but letters and digits.
"""

import re
from collections.abc import Collection

# The same field under another name.
_OURS = {
    "channels": "outchannels outchannel filters numfilter numfilters outplanes planes "
    "outputchannels nout outfilters features",
    "units": "outfeatures outfeature numhidden outsize hidden features outdim channels "
    "nunits outputdim",
    "kernel": "kernelsize ksize k poolsize window windowsize size kernelshape filtersize",
    "stride": "strides step s",
    "padding": "pad pads paddings p padwidth",
    "output_padding": "adj outputpad outpad",
    "dilation": "dilate dilations dilationrate rate atrous",
    "groups": "group numgroup numgroups g cardinality ngroups",
    "bias": "usebias biasattr withbias",
    "eps": "epsilon e",
    "drop_prob": "p rate ratio dropoutratio prob probability dropoutrate droprate dropprob",
    "slope": "negativeslope alpha leak leakiness",
    "offset": "beta",
    "exponent": "power exp p e",
    "min": "minvalue amin xmin minval lower low minimum",
    "max": "maxvalue amax xmax maxval upper high maximum",
    "alpha": "slope",
    "scale": "scalefactor factor scales upscalefactor downscalefactor upscale blocksize",
    "factor": "scale scalar value",
    "size": "outputsize outsize nsize localsize depthradius n",
    "k": "bias knorm",
    "value": "constantvalue padvalue constant fill scalar other offset",
    "mode": "interpolation method resamplemode",
    "axis": "dim axes",
    "cropping": "crop croppings padding pad border",
    "shift": "shifts offset",
    "step": "steps stride strides",
    "order": "axes dims perm permutation",
    "shape": "size sizes dims newshape targetshape outputshape unflattenedsize",
    "over": "axis axes dim dims",
    "keep": "keepdim keepdims",
    "approximate": "approximation approx",
    "stop": "end",
    "start": "begin",
    "from": "input inputs source src bottom",
    "times": "n count number repeats depth num",
    "only": "training phase",
    "body": "layers children modules nodes",
}
# Corrections for keys without an equivalent field, by operator; "" for any.
_INSTEAD = {
    (
        "bn",
        "momentum",
    ): "'decay' is the weight of the old value: 0.9, which is a momentum of 0.1 in "
    "PyTorch and of 0.9 in Keras, Gluon and Paddle",
    (
        "bn",
        "fixgamma",
    ): "write scale: false for fix_gamma: true",
    ("bn", "usegamma"): "it is called 'scale'",
    ("bn", "usebeta"): "it is called 'center'",
    ("bn", "weight"): "scale: false leaves out the weight",
    ("bn", "bias"): "center: false leaves out the bias",
    ("layer_norm", "weight"): "scale: false leaves out the weight",
    ("layer_norm", "bias"): "center: false leaves out the bias",
    ("layer_norm", "elementwiseaffine"): "it is called 'affine'",
    ("rms_norm", "weight"): "scale: false leaves out the weight",
    ("bn", "elementwiseaffine"): "it is called 'affine'",
    (
        "bn",
        "trackrunningstats",
    ): "a 'bn' always keeps running statistics; a 'group_norm' has none",
    (
        "instance_norm",
        "trackrunningstats",
    ): "an 'instance_norm' never keeps running statistics; a 'bn' does",
    (
        "instance_norm",
        "momentum",
    ): "leave it out: an 'instance_norm' keeps no running statistics",
    ("instance_norm", "scale"): "affine: true scales and shifts the result",
    ("instance_norm", "center"): "affine: true scales and shifts the result",
    ("rms_norm", "elementwiseaffine"): "it is called 'scale'",
    ("rms_norm", "affine"): "it is called 'scale'",
    (
        "l2_normalize",
        "p",
    ): "leave it out if it is 2; other norms are not in the language",
    ("bn", "useglobalstats"): "write {op: frozen_bn}, whose tensors are constants",
    ("bn", "frozen"): "write {op: frozen_bn}, whose tensors are constants",
    ("bn", "trainable"): "write {op: frozen_bn}, whose tensors are constants",
    ("max_pool", "ceilmode"): "write rounding: ceil",
    ("avg_pool", "ceilmode"): "write rounding: ceil",
    ("max_pool", "coverall"): "write rounding: ceil",
    (
        "max_pool",
        "poolingconvention",
    ): "write rounding: ceil for 'full', floor for 'valid'",
    (
        "avg_pool",
        "poolingconvention",
    ): "write rounding: ceil for 'full', floor for 'valid'",
    ("avg_pool", "countincludepad"): "it is called 'count_padding'",
    (
        "avg_pool",
        "exclusive",
    ): "'count_padding' is its opposite: write count_padding: false for exclusive: true",
    ("", "nobias"): "'bias' is its opposite: write bias: false for no_bias: true",
    ("", "paddingmode"): "padding is with zeros; for another value or mode, put a "
    "'pad' before it",
    (
        "",
        "autopad",
    ): "write the padding in numbers: kernel // 2 keeps the size at stride 1",
    ("", "act"): "write the activation as a separate node after this one",
    ("", "activation"): "write the activation as a separate node after this one",
    ("", "weightnorm"): "it belongs to training: fold it into the weights",
    ("", "spectralnorm"): "it belongs to training: fold it into the weights",
    ("", "initializer"): "write init: {weight: he_normal, bias: zeros}",
    ("", "returnindices"): "indices of a pool are not in the language",
    ("", "depthmultiplier"): "write 'channels' as a multiple of the input's",
}
_INITIALIZERS = re.compile(
    r"initiali[sz]er$|^(init|initial)(w|bias)|^(weight|param|kernel)attr$"
)
# Keys that a spec does not need, by the reason.
_NEEDLESS = {
    "the compiler infers the sizes of inputs": "inchannels infeatures inplanes insize "
    "inputdim inputsize inunits inputshape numfeatures numchannels inchannel "
    "normalizedshape numparameters indim",
    "it changes no value": "inplace device dtype name layout dataformat trainable workspace "
    "cudnntune cudnnoff key",
}
# Words that are not values of a field.
_WORDS = {
    "mode": {
        "replicate replication border": "write mode: edge",
        "zeros zero": "write mode: constant",
        "circular wrap symmetric": "the modes of 'pad' are constant, reflect and edge",
        "bicubic cubic area lanczos antialias": "this resizing is not in the language",
    },
    "padding": {
        "same": "to keep the size at stride 1, pad an odd kernel by kernel // 2",
        "valid": "write padding: 0, or leave it out",
        "full": "write the padding in numbers: kernel - 1",
    },
    "axis": {
        "spatial space batch": "an axis has a name, such as channels or width; the batch "
        "does not count",
    },
}
_FLAGS = {
    "no off n N False f": "write false",
    "yes on y Y True t": "write true",
    "none None null nil": "write false, or leave the key out",
}


def key_meaning(op: str, key: str, known: Collection[str]) -> str:
    """The equivalent of a key of another library, or an empty text.

    Args:
        op: the operator of the node.
        key: the key as written.
        known: the keys of the operator.
    """
    plain = re.sub(r"[^a-z0-9]", "", key.casefold())
    if found := _INSTEAD.get((op, plain)):
        return found
    for ours, names in _OURS.items():
        if ours in known and plain in names.split():
            return f"it is called '{ours}'"
    if _INITIALIZERS.search(plain):
        plain = "initializer"
    for reason, names in _NEEDLESS.items():
        if plain in names.split():
            return f"leave it out: {reason}"
    return _INSTEAD.get(("", plain), "")


def word_meaning(field: str, word: str, flag: bool = False) -> str:
    """The correction for a word that is not a value of ``field``, or an empty text.

    Args:
        field: the key of the word.
        word: the word as written.
        flag: whether the field is true or false.
    """
    words = _FLAGS if flag else _WORDS.get(field, {})
    return next((help for names, help in words.items() if word in names.split()), "")
