"""A spec of the zoo to Paddle or Gluon, by archspec, with weights from PyTorch's file."""

import subprocess
import sys
import time

from source import image, report

from archspec.compat import revive

backend = sys.argv[1]


def archspec(*arguments):
    """A command of archspec."""
    subprocess.run(
        [sys.executable, "-m", "archspec", *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
    )


start = time.perf_counter()
archspec("emit", "resnet50", "--backend", backend, "-o", "written.py")
written = "written.pdparams" if backend == "paddle" else "written.params"
archspec("weights", "convert", "weights.pt", written, "--spec", "resnet50")
seconds = time.perf_counter() - start

revive("mxnet")
from written import ResNet50  # noqa: E402

found = ResNet50()
if backend == "paddle":
    import paddle

    found.set_state_dict(paddle.load(written))
    found.eval()
    output = found(paddle.to_tensor(image())).numpy()
    names = [name for name, _ in found.named_children()]
else:
    import mxnet

    found.load_parameters(written)
    output = found(mxnet.nd.array(image())).asnumpy()
    names = list(found._children)
report(seconds, output, "written.py", names)
