"""Names of operators in other libraries, and their equivalents in a spec.

They come from PyTorch, Keras, Gluon, Paddle, Chainer and ONNX. The comparison ignores
case, rank, and everything but letters and digits: ``nn.Conv2d``, ``Convolution2D`` and
``conv_2d`` are the same.
"""

import re

from archspec.ops import OP_BY_NAME

# The same operator under another name.
_OURS = {
    "conv": "convolution convlayer sameconv causalconv pointwiseconv dilatedconv "
    "atrousconv dilatedconvolution groupconv convolve",
    "conv_transpose": "transposeconv transposedconv deconv deconvolution convtransposed "
    "transposedconvolution fractionallystridedconv",
    "max_pool": "maxpooling",
    "avg_pool": "averagepool averagepooling avgpooling meanpool",
    "global_avg_pool": "globalaveragepool globalaveragepooling globalavgpooling gap "
    "globalpool globalpooling spatialmean",
    "global_max_pool": "globalmaxpooling gmp",
    "adaptive_max_pool": "adaptivemaxpooling",
    "adaptive_avg_pool": "adaptiveaveragepool adaptiveaveragepooling adaptiveavgpooling "
    "adaptivepool adaptivepooling",
    "mean": "average reducemean avg spatialpyramidmean reduceaverage",
    "sum": "reducesum",
    "max": "amax reducemax maxreduce",
    "min": "amin reducemin",
    "bn": "batchnorm batchnormalization batchnormalisation syncbatchnorm "
    "synchronizedbatchnorm syncbatchnormalization fusedbatchnorm",
    "frozen_bn": "frozenbatchnorm frozenbatchnormalization fixedbatchnormalization fixedbatchnorm",
    "group_norm": "groupnormalization groupnormalisation gn",
    "instance_norm": "instancenormalization instancenormalisation",
    "layer_norm": "layernormalization layernormalisation ln layernormchannelsfirst",
    "rms_norm": "rmsnormalization rmsnormalisation simplifiedlayernormalization t5layernorm",
    "l2_normalize": "normalize normalise l2norm l2normalization l2normalisation "
    "unitnormalization lpnormalization",
    "lrn": "localresponsenorm localresponsenormalization crossmaplrn "
    "localresponsenormalisation",
    "layer_scale": "layerscale channelscale",
    "dense": "linear fullyconnected fc innerproduct gemm affine fully lineartransform "
    "addmm linearlayer denselayer",
    "flatten": "flattenlayer",
    "identity": "passthrough noop nooperation idle nothing dropidentity linearactivation",
    "dropout": "drop dropoutlayer",
    "stochastic_depth": "droppath dropconnect dropblockpath dropresidual pathdrop",
    "activation": "act actlayer activationlayer nonlinearity",
    "relu": "rectifiedlinear rectifier rectify relulayer",
    "relu6": "relun clippedrelu",
    "sigmoid": "logistic logisticsigmoid",
    "tanh": "hyperbolictangent",
    "silu": "swish sigmoidlinearunit",
    "hard_sigmoid": "hsigmoid",
    "hard_swish": "hswish hardsilu",
    "log_sigmoid": "logsigmoid",
    "glu": "gatedlinearunit",
    "leaky_relu": "lrelu",
    "elu": "exponentiallinearunit",
    "gelu": "gaussianerrorlinearunit",
    "prelu": "parametricrelu learnedrelu",
    "softmax": "spatialsoftmax softmaxactivation",
    "log_softmax": "logsoft",
    "pad": "padding zeropad zeropadding constantpad padconstant",
    "upsample": "upsampling interpolate interpolation resize resizeimages "
    "upsamplenearest upsamplebilinear upsamplingnearest upsamplingbilinear unpooling "
    "resizing resizenearest resizebilinear imageresize upsamplelike upsamplelinear "
    "upsampletrilinear resizelinear",
    "slice": "slicechannel slicechannels slicelayer narrow getitem stridedslice channelslice",
    "channel_shuffle": "shufflechannels shufflechannel nativechannelshuffle",
    "crop": "cropping cropborder",
    "reshape": "view unflatten reshapelayer",
    "permute": "transpose swapaxes moveaxis rollaxis transposeaxes permutedims",
    "scale": "mulscalar multiplyscalar rescale",
    "offset": "addscalar plusscalar addconstant plusconstant",
    "power": "pow powerscalar powscalar",
    "sqrt": "squareroot",
    "exp": "exponential",
    "log": "ln naturallog",
    "abs": "absolute fabs",
    "clamp": "clip clipbyvalue hardclip clipbyscalar",
    "add": "addn plus elementwiseadd elemwiseadd eltwise eltwiseadd addition adder "
    "shortcut skipadd broadcastadd",
    "mul": "multiply elementwisemul elemwisemul times eltwisemul product hadamard gate "
    "broadcastmul",
    "sub": "subtract minus difference elementwisesub elemwisesub broadcastsub",
    "div": "divide quotient truediv elementwisediv elemwisediv broadcastdiv",
    "maximum": "elementwisemax elemwisemax broadcastmaximum broadcastmax",
    "minimum": "elementwisemin elemwisemin broadcastminimum broadcastmin",
    "concat": "concatenate cat concatenation hstack joinchannels concatlayer merge",
    "residual": "skip skipconnection residualadd resadd shortcutadd",
    "seq": "sequential hybridsequential chain sequence feedforward container "
    "hybridconcurrentsequential",
    "repeat": "modulelist layerlist chainlist blocklist loop for",
}

# Equivalent forms, if no single operator is the same.
_INSTEAD = {
    "depthwiseconv depthwiseconvolution dwconv depthwise": "write "
    "{op: conv, groups: depthwise, ...}",
    "separableconv depthwiseseparableconv separableconvolution": "write two nodes: "
    "{op: conv, groups: depthwise, ...}, then {op: conv, kernel: 1, ...}",
    "batchnormrelu normrelu bnrelu": "write two nodes: bn, then relu",
    "convbnrelu convbn convbnact convnormact convnormactivation convnorm": "write the nodes "
    "one by one: conv, bn, relu; a block gives them a name",
    "reflectionpad reflectpad": "write {op: pad, padding: ..., mode: reflect}",
    "replicationpad edgepad": "write {op: pad, padding: ..., mode: edge}",
    "negative neg negate": "write {op: scale, factor: -1}",
    "hardtanh": "write {op: clamp, min: -1, max: 1}",
    "reciprocal": "write {op: power, exponent: -1}",
    "rsqrt": "write {op: power, exponent: -0.5}",
    "log1p": "write two nodes: {op: offset, value: 1}, then log",
    "expm1": "write two nodes: exp, then {op: offset, value: -1}",
    "log2": "write two nodes: log, then {op: scale, factor: 1.4426950408889634}",
    "log10": "write two nodes: log, then {op: scale, factor: 0.4342944819032518}",
    "tanhshrink": "write tanh and {op: scale, factor: -1}, and 'add' the result to the value",
    "split chunk splitaxis sliceaxis unstack unbind separate": "write a 'slice' of "
    "channels for each part",
    "squeeze unsqueeze expanddims": "write a 'reshape' to the sizes of the result: "
    "{op: reshape, shape: [64, -1]}",
    "depthtospace spacetodepth depth2space space2depth": "'pixel_shuffle' and "
    "'pixel_unshuffle' have the order of channels of PyTorch, which is ONNX's mode CRD; "
    "mode DCR is not in the language",
    "sumpool": "write an 'avg_pool', then {op: scale, factor: 9}, the pixels of its window",
    "minpool": "write three nodes: {op: scale, factor: -1}, max_pool, {op: scale, factor: -1}",
    "lppool l2pool": "write 'square', 'avg_pool', {op: scale, factor: 9}, the pixels of its window, and "
    "'sqrt'; another norm has 'power'",
    "globallppool reducel2": "write 'square', {op: sum, over: space, keep: true}, and 'sqrt'",
    "reducel1": "write 'abs', then {op: sum, over: space}",
    "reducesumsquare": "write 'square', then {op: sum, over: space}",
    "spp spatialpyramidpooling": "write a 'concat' with a branch for each size: "
    "adaptive_max_pool, then flatten",
    "squeezeexcitation squeezeexcite seblock selayer se senet": "write a 'mul' with two branches: [] "
    "and global_avg_pool, conv, relu, conv, sigmoid",
    "moduledict parallel branches branch concurrent hybridconcurrent inceptionmodule": "a join has "
    "branches: {op: concat, branches: [...]}; or add, mul",
    "lambda hybridlambda lambdalayer function apply callable custom pythonop": "nothing "
    "in a spec is executed: compose it of operators",
    "if cond where switch": "a condition on numbers is 'when: stride != 1' on a node; a "
    "condition on values is not in the language",
    "input inputlayer placeholder data inputs": "the inputs of the network are the key 'input' of the "
    "file: input: [3, 224, 224]",
    "output outputlayer outputs return": "the outputs are the key 'outputs' of the file; without it the "
    "last node is the output",
    "dropout1d dropout2d dropout3d featuredropout spatialdropout channeldropout": "write "
    "{op: dropout, channels: true}",
    "weightnorm spectralnorm spectralnormalization": "these belong to training: fold them into the weights",
    "block module layer hybridblock": "write a block under 'blocks', and call it by its name",
    "classifier model": "a network is the file itself; write its layers under 'body'",
    "detach stopgradient": "gradients are not part of a spec",
    "dataparallel distributeddataparallel": "a spec describes the network alone: leave it out",
    "cast astype float half": "the type of numbers is not part of a spec: leave it out",
    "contiguous clone copy tosequence checkpoint": "values have no storage in a spec: leave it out",
}

# Operators that the language does not have, by the reason.
_ABSENT = {
    "it has no recurrent layers": "lstm gru rnn simplernn birnn bigru bilstm rnnbase rnncell grucell "
    "lstmcell rnncellbase simplernncell bidirectional timedistributed convlstm nsteplstm "
    "nstepgru nsteprnn nstepbilstm nstepbigru nstepbirnn nsteprnnrelu nsteprnntanh "
    "nstepbirnnrelu nstepbirnntanh statefulgru statefullstm statelesslstm statelessgru statefulmgu "
    "statelessmgu statefulpeepholelstm statefulzoneoutlstm slstm treelstm childsumtreelstm "
    "narytreelstm zoneout bidirectionalcell dropoutcell modifiercell recurrentcell "
    "hybridrecurrentcell residualcell sequentialrnncell hybridsequentialrnncell zoneoutcell "
    "grulayer lstmlayer highway transposesequence padsequence mgu",
    "it has no attention": "attention multiheadattention selfattention transformer transformerencoder "
    "transformerdecoder transformerencoderlayer transformerdecoderlayer mha "
    "scaleddotproductattention multiheadattentionforward additiveattention "
    "groupqueryattention attn crossattention",
    "it has no embeddings and no integer inputs": "embedding embedid embeddingbag onehot wordembedding "
    "positionalencoding positionalembedding lookuptable gather bytepairembedding",
    "its norms are bn, group_norm, instance_norm, layer_norm, rms_norm, l2_normalize and lrn": "batchrenormalization fixedbatchrenormalization "
    "decorrelatedbatchnormalization fixeddecorrelatedbatchnormalization filterresponsenorm "
    "weightstandardization meanvariancenormalization lpnorm",
    "docs/operators.md lists its activations": "celu swiglu geglu hardshrink softshrink shrink softmin "
    "threshold thresholdedrelu rrelu crelu maxout quickgelu squareplus gumbelsoftmax sin cos "
    "tan arcsin arccos arctan acos asin atan sinh cosh arctanh erf erfc snake sparsemax hardmax",
    "docs/operators.md lists its arithmetic": "matmul bmm batchmatmul dot einsum tensordot "
    "squareddifference sign floor ceil "
    "round fmod prod cumsum cumprod argmax argmin topk "
    "logsumexp bilinear crossproduct inv det lerp "
    "cosinesimilarity pairwisedistance pdist cdist bias bilinearlayer sort unique nonzero equal "
    "greater less not and or xor linearinterpolate erfinv mod sparsematmul euclidean",
    "its pools are windows of maxima and means, fixed, global or adaptive": "maxunpool fractionalmaxpool "
    "stochasticpool roipooling roialign roiaveragealign roiaveragepooling "
    "roimaxalign roimaxpooling mixedpool psroipooling softpool "
    "fractionalavgpool maxroipool blurpool",
    "the modes of 'pad' are constant, reflect and edge": "circularpad symmetricpad",
    "values move by reshape, permute, slice, concat and the shuffles": "fold unfold im2col col2im tile repeatelements repeatvector flip fliplr flipud "
    "stack vstack dstack expand broadcastto broadcast shift reversesequence "
    "crop cropping centercrop scatter scatteradd select selectitem diagonal rot90 meshgrid sumto asstrided",
    "'upsample' is nearest or linear": "gridsample affinegrid bicubic spatialtransformer spatialtransformergrid "
    "centercrop scatter scatteradd select selectitem diagonal rot90 meshgrid sumto asstrided "
    "upsamplelike",
    "'upsample' is nearest or bilinear": "gridsample affinegrid bicubic spatialtransformer spatialtransformergrid "
    "spatialtransformersampler upsamplebicubic",
    "its convolutions are conv and conv_transpose": "deformableconv deformconv deformableconvolution localconv "
    "localconvolution locallyconnected convtbc mlpconvolution inception inceptionbn convlstmcell "
    "lambdaconv involution dynamicconv condconv partialconv spectralconv decov bilinearconv",
    "learned tensors belong to layers": "parameter param constant buffer variable weight "
    "parameterlist parameterdict layerdict fill zeros ones",
    "its noise is dropout and stochastic_depth": "alphadropout featurealphadropout "
    "gaussiannoise gaussiandropout dropblock activityregularization randomapply simplifieddropconnect gaussian "
    "cutout mixup randomnormal randomuniform bernoulli",
    "its numbers are floats": "quantize dequantize quantstub dequantstub fakequantize quantizelinear dequantizelinear",
    "data are prepared before the network": "rescaling normalization randomflip randomcrop randomrotation "
    "randomzoom textvectorization hashing discretization categoryencoding stringlookup totensor",
}
_RANKED = "'{}' takes images only"
_RANKS = {"1d": 2, "3d": 4}  # of the values that a layer with such a name takes
_LOSS = "a loss is not part of a network: leave it out"
_LOSSES = re.compile(
    r"loss$|crossentropy|^nll|nll$|^kldiv|kldivergence|likelihood|accuracy$|^(hinge|contrastive|triplet)$"
    r"|error$|criterion$|^ctc|connectionisttemporal|f1score|^(precision|recall|r2score)$"
)
_PREFIXES = ("", "lazy", "quantized", "sync", "hybrid", "contrib", "batchwise")


def meaning(word: str) -> str:
    """The equivalent of an operator of another library, or an empty text.

    The text is a help for an error: an operator with its required keys, an equivalent
    form, or "not in the language".
    """
    plain, rank = _folded(word)
    table = _table()
    if plain + rank in table:  # a name whose rank changes what it does
        return table[plain + rank]
    if _LOSSES.search(plain):
        return _LOSS
    stems = (plain[len(prefix) :] for prefix in _PREFIXES if plain.startswith(prefix))
    found = next((table[stem] for stem in stems if stem in table), "")
    ours = found.partition("'")[2].partition("'")[0]
    if ours in OP_BY_NAME and _RANKS.get(rank, 3) not in OP_BY_NAME[ours].RANKS:
        return _RANKED.format(ours)
    return found


def _folded(word: str) -> tuple[str, str]:
    """``nn.Conv2d(3, 64)`` as ("conv", "2d"): the plain name and its rank."""
    last = word[:100].partition("(")[0].rpartition(".")[2]
    plain = re.sub(r"[^a-z0-9]", "", last.casefold())
    match = re.fullmatch(r"(.*?)([123n]d)(transpose|layer|withindices)?", plain)
    if match is None:
        return plain, ""
    return match[1] + (match[3] or "").replace("withindices", ""), match[2]


def _table() -> dict[str, str]:
    """The help for each name; not cached, because unknown names are rare."""
    table: dict[str, str] = {}
    for reason, names in _ABSENT.items():
        table |= dict.fromkeys(names.split(), f"not in the language: {reason}")
    for names, help in _INSTEAD.items():
        table |= dict.fromkeys(names.split(), help)
    for ours in (*OP_BY_NAME, *_FORMS):
        names = (ours.replace("_", ""), *_OURS.get(ours, "").split())
        table |= dict.fromkeys(names, _called(ours))
    return table


def _called(op: str) -> str:
    """A help with the name ``op`` and its required keys."""
    form = _FORMS.get(op, "")
    if op in OP_BY_NAME and OP_BY_NAME[op].INPUTS != 1:
        form = f"{{op: {op}, from: [a, b]}}"
    elif op in OP_BY_NAME:
        needed = [field.name for field in OP_BY_NAME[op].fields() if field.required]
        keys = "".join(f", {name}: ..." for name in needed)
        form = keys and f"{{op: {op}{keys}}}"
    return f"it is called '{op}'" + (form and f": write {form}")


_FORMS = {
    "residual": "{op: residual, body: {...}}",
    "seq": "{op: seq, body: [...]}",
    "repeat": "{op: repeat, times: 3, body: ...}",
}
