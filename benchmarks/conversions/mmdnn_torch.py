"""PyTorch to MXNet, by MMdnn: its two commands, then the file that it writes."""

import subprocess
import sys
import time

import mxnet as mx
import torch
from source import image, network, report

SCRIPTS = "mmdnn.conversion._script"


def command(name, *arguments):
    """A command of MMdnn; what it says last is what this says last."""
    done = subprocess.run([sys.executable, "-m", f"{SCRIPTS}.{name}", *arguments])
    if done.returncode:
        sys.exit(done.returncode)


torch.save(network(), "resnet50.pth")
start = time.perf_counter()
shape = ["--inputShape", "3,224,224"]
command("convertToIR", "-f", "pytorch", "-n", "resnet50.pth", "-d", "ir", *shape)
weights = ["-w", "ir.npy", "-dw", "written.params"]
command("IRToCode", "-f", "mxnet", "-n", "ir.pb", "-d", "written.py", *weights)
seconds = time.perf_counter() - start

import written  # noqa: E402

found = written.deploy_weight(written.RefactorModel(), "written.params")
batch = mx.io.DataBatch([mx.nd.array(image())])
found.forward(batch, is_train=False)
symbol = written.RefactorModel()
symbol = symbol.symbol if isinstance(symbol, mx.mod.Module) else symbol
names = [name for name in symbol.get_internals().list_outputs() if "_output" in name]
report(seconds, found.get_outputs()[0].asnumpy(), "written.py", names)
