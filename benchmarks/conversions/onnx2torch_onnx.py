"""ONNX to PyTorch, by onnx2torch; the file in ONNX is PyTorch's own export."""

import time

import torch
from onnx2torch import convert
from source import image, network, report

x = torch.tensor(image())
torch.onnx.export(network(), (x,), "resnet50.onnx", dynamo=False)
start = time.perf_counter()
found = convert("resnet50.onnx").eval()
seconds = time.perf_counter() - start

with torch.no_grad():
    output = found(x).numpy()
# A graph in memory: its forward can be printed, but no class is written.
report(seconds, output, None, [name for name, _ in found.named_children()])
