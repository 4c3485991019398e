"""The files that ``torch.save`` writes."""

from archspec.backends.contract.facts.file_format import FileFormat

FORMAT = FileFormat(
    name="torch",
    suffixes=(".pt", ".pth"),
    backend="torch",
    module="archspec.weights.formats.torch",
    framework="PyTorch",
    writes="torch.save(net.state_dict(), path)",
)
