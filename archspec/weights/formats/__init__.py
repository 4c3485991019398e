"""The formats of files of weights, each a module that is a `Codec`.

The neutral format is archspec's own; `FORMATS` has those of the frameworks as well.
"""

from pathlib import Path

from archspec.backends import NEUTRAL, require
from archspec.backends.contract.facts.file_format import FileFormat, file_formats
from archspec.weights.errors import refuse

SAFETENSORS = FileFormat(
    name="safetensors",
    suffixes=(".safetensors",),
    backend=NEUTRAL,
    module=f"{__name__}.safetensors",
    framework="the neutral one",
    writes="archspec's names, PyTorch's layouts",
    neutral=True,
)
FORMATS = {format.name: format for format in (SAFETENSORS, *file_formats())}


def own_format(backend: str) -> FileFormat:
    """The format of the files that ``backend`` writes itself.

    Raises MissingPart if it has none.
    """
    require(backend, "file_format")
    own = (format for format in FORMATS.values() if not format.neutral)
    return next(format for format in own if format.backend == backend)


def format_called(name: str) -> FileFormat:
    """The format of this name. Raises WeightsError if there is none."""
    if name not in FORMATS:
        refuse(
            f"no format of weights is called {name!r}", f"formats: {', '.join(FORMATS)}"
        )
    return FORMATS[name]


def format_to_write(path: str, name: str | None = None) -> FileFormat:
    """The format called ``name``, or else that of the suffix of ``path``.

    Raises WeightsError if there is no such format.
    """
    if name is not None:
        return format_called(name)
    suffix = Path(path).suffix.lower()
    for format in FORMATS.values():
        if suffix in format.suffixes:
            return format
    known = [suffix for format in FORMATS.values() for suffix in format.suffixes]
    refuse(
        f"{path}: the suffix {suffix!r} does not determine a format to write",
        f"weight files end in {', '.join(known)}; or name the format: "
        f"{', '.join(FORMATS)}",
    )
