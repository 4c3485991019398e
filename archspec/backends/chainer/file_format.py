"""The files that ``save_npz`` writes: archives of NumPy arrays, as other tools write."""

from archspec.backends import NEUTRAL
from archspec.backends.contract.facts.file_format import FileFormat, Norms

_KEEP = (
    "save the resulting weight: link.W.array[...] = hook.normalize_weight(link).array, "
    "then link.delete_hook(hook.name), then save_npz"
)

FORMAT = FileFormat(
    name="chainer",
    suffixes=(".npz",),
    backend="chainer",
    module="archspec.weights.formats.chainer",
    framework="Chainer",
    writes="chainer.serializers.save_npz(path, net)",
    others=(NEUTRAL,),
    snapshots=True,
    norms=Norms(iterated=_KEEP),
)
