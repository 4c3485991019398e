"""A user's code: type-checked, never run, by tests/python/test_public.py."""

import numpy as np

import archspec
from archspec.spec import Network, node
from archspec.testing import assert_equivalent, assert_file

spec = archspec.load("resnet50", input=(3, 96, 96), num_classes=10)
again: archspec.Spec = spec.cut(["layer2", "layer4"]).replace_head(num_classes=3)
shapes = {name: info.shape for name, info in spec.graph.tensors.items()}
largest = max(spec.graph.nodes, key=lambda one: spec.graph.nodes[one.index].shape)
cost = spec.graph.param_count + spec.graph.buffer_count + spec.graph.macs
print(largest.path, cost, spec.graph.output_shape, shapes)

source = spec.emit("paddle") + spec.emit("torch", template="templates")
print(source.splitlines()[0], spec.fixed_params("torch").get("layers", "none").upper())

weights = spec.init_weights(seed=1, dtype="float32")
y = spec.reference(weights, np.zeros((1, 3, 96, 96)))
trace = spec.reference(weights, np.zeros((1, 3, 96, 96)), trace=True)
print(y if isinstance(y, tuple) else y.mean(), trace["layer1.0.conv1"].shape)
spec.save_weights("resnet50.pt", weights)
loaded = spec.load_weights("resnet50.pt", map=[(r"^module\.", "")])
print(sum(tensor.size for tensor in loaded.values()))
net = spec.build("torch", weights=loaded, dtype="float64")
found = spec.weights_of("torch", net)
print(found["fc.weight"].dtype)

report = spec.verify(["torch", "chainer"], level="train", batch=4, timeout=60)
for one in report.backends:
    print(one.backend, one.status, [finding.node for finding in one.findings])
printed = spec.verify(["torch"], template="templates").ok
mine = spec.verify_file("net.py", "torch", class_name="Net", seed=3)
print(report.ok and mine.ok and printed, report.plain()["level"])
print(assert_equivalent(spec).ok, assert_file("resnet50", "net.py", "torch").ok)

diff = spec.diff(archspec.load("resnext50_32x4d"))
for changed in diff.changed:
    print(changed.path, dict(changed.facts))
print(diff.equal, sorted(diff.added), diff.renamed.get("fc"))

try:
    archspec.load("missing.yaml")
except archspec.WeightsError as error:
    print(len(error.problems))
except archspec.CompileError as error:
    for problem in error.problems:
        print(problem.message, problem.help, problem.span.line if problem.span else 0)

network = Network.model_validate(
    {
        "name": "Tiny",
        "input": [3, 8, 8],
        "body": {"conv": node("conv", channels=4, kernel=3)},
    }
)
archspec.compile(network).show()
