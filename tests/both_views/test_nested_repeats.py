"""Nested repeats whose copies read values of the copies around them."""

from random import Random
from typing import Any

import yaml

from archspec.backends.contract.runtime import load_runtime
from archspec.text.problems import CompileError
from tests.generator.random_specs import spec_of
from tests.live import assert_tensors

COUNT = 25


class Nested:
    """Draws a network of repeats in repeats; each copy may read those around it."""

    def __init__(self, seed: int):
        self.random = Random(seed)
        self.count = 0

    def name(self, word: str) -> str:
        self.count += 1
        return f"{word}{self.count}"

    def body(self, depth: int, outer: list[str], indices: list[str]) -> dict[str, Any]:
        """Named nodes; all that is inside can read the first."""
        start = self.name("start")
        body: dict[str, Any] = {start: self.node(indices)}
        seen = [*outer, start]
        if depth:
            index = self.name("i")
            times = self.random.choice((1, 2, 3))
            inner = self.body(depth - 1, seen, [*indices, index])
            name = self.name("repeat")
            repeat = {"op": "repeat", "times": times, "index": index, "body": inner}
            body[name] = repeat
        if outer and self.random.random() < 0.8:
            own = self.name("own")
            body[own] = self.node(indices)
            source = [self.random.choice(outer), own]
            self.random.shuffle(source)
            body[self.name("both")] = {"op": "concat", "from": source}
        if self.random.random() < 0.3:
            body[self.name("end")] = self.node(indices)
        return body

    def node(self, indices: list[str]) -> Any:
        width = self.random.choice(("3", "4", *(f"{index} + 2" for index in indices)))
        conv = {"op": "conv", "channels": width, "kernel": 1}
        return self.random.choice(("tanh", "tanh", conv))

    def spec(self) -> str:
        body = self.body(self.random.choice((2, 2, 3)), [], [])
        body["last"] = {"op": "conv", "channels": 2, "kernel": 1}
        data = {"archspec": 1, "name": "Net", "input": [4, 3, 3], "body": body}
        return yaml.safe_dump(data, sort_keys=False)


def test_the_sizes_of_all_copies_are_those_of_the_graph() -> None:
    runtime, proved = load_runtime("torch"), 0
    for seed in range(COUNT):
        text = Nested(seed).spec()
        spec = spec_of(text)
        try:
            source = spec.emit("torch")
        except CompileError:
            continue  # no parametric form
        cls = runtime.load_class(source, spec.name, f"<nested repeats {seed}>")
        assert_tensors(spec, "torch", runtime.create(cls, {}, "float64"))
        proved += 1
    assert proved > COUNT // 2
