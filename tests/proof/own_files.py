"""A network of two nodes, and hand-written files that may compute it."""

from pathlib import Path

from archspec.api import Spec
from archspec.proof.backend_proof import File
from archspec.proof.processes.workers import Workers
from archspec.proof.reports.report import BackendReport
from archspec.proof.source import read_source
from archspec.proof.specs import verify_file

SPEC = """\
archspec: 1
name: Net
input: [3, 4, 4]
body:
  conv: {op: conv, channels: 2, kernel: 1}
  relu: relu
"""
HEAD = "import chainer\nimport chainer.functions as F\nimport chainer.links as L\n"
NET = """

class Net(chainer.Chain):
    def __init__(self):
        super().__init__()
        with self.init_scope():
            self.conv = L.Convolution2D(3, 2, 1)

    def forward(self, x):
        return F.relu(self.conv(x))
"""


class Prover:
    """Writes files into a folder, and proves one of them."""

    def __init__(self, folder: Path, spec: Spec, workers: Workers):
        self.folder, self.spec, self.workers = folder, spec, workers

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def prove(self, path: Path) -> BackendReport:
        file = File(read_source(path), str(path), "Net", emitted=False, exact=False)
        return verify_file(self.spec, self.workers, "chainer", file).backends[0]

    def right(self, path: Path) -> None:
        report = self.prove(path)
        assert report.status == "ok", report.findings


MARK = "ARCHSPEC_MARKED"  # in the environment of a process, and of all that it starts


def marked(value: str) -> list[str]:
    """The processes with the mark in their environment."""
    found: list[str] = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"{MARK}={value}".encode() in path.read_bytes().split(b"\0"):
                found.append(path.with_name("cmdline").read_text())
        except OSError:  # it has ended, or is another user's
            continue
    return found
