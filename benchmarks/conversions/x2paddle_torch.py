"""PyTorch to Paddle, by X2Paddle."""

import sys
import time

import paddle
import torch
from source import image, network, report
from x2paddle.convert import pytorch2paddle

net, x = network(), image()
start = time.perf_counter()
pytorch2paddle(net, "written", jit_type="trace", input_examples=[torch.tensor(x)])
seconds = time.perf_counter() - start

sys.path.insert(0, "written")
import x2paddle_code  # noqa: E402

found = x2paddle_code.ResNet50()
found.set_state_dict(paddle.load("written/model.pdparams"))
found.eval()
output = found(paddle.to_tensor(x)).numpy()
names = [name for name, _ in found.named_children()]
report(seconds, output, "written/x2paddle_code.py", names)
