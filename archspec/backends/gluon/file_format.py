"""The files that ``save_parameters`` writes."""

from archspec.backends.contract.facts.file_format import FileFormat

FORMAT = FileFormat(
    name="gluon",
    suffixes=(".params",),
    backend="gluon",
    module="archspec.weights.formats.gluon",
    framework="Gluon",
    writes="net.save_parameters(path)",
    symbols=True,
)
