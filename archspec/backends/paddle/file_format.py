"""The files that ``paddle.save`` writes: pickles of NumPy arrays, as other tools write."""

from archspec.backends import NEUTRAL
from archspec.backends.contract.facts.file_format import FileFormat, Norms

FORMAT = FileFormat(
    name="paddle",
    suffixes=(".pdparams",),
    backend="paddle",
    module="archspec.weights.formats.paddle",
    framework="Paddle",
    writes="paddle.save(net.state_dict(), path)",
    others=(NEUTRAL,),
    own_suffix=True,
    norms=Norms(second=("conv_transpose", "dense"), least=1e-12),
)
