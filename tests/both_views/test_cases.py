"""Every operator and every idiom of the language, live in all four frameworks.

A case is a small file under tests/cases. What is emitted for it has to be the network of
its graph: names, shapes and counts of tensors, and values in float64.
"""

from functools import cache
from pathlib import Path

import pytest

from archspec import load
from archspec.api import Spec
from archspec.backends import BACKENDS
from archspec.backends.contract.runtime import load_runtime
from archspec.ops import OPS
from archspec.spec.nodes import STRUCTURE
from tests.emitted import assert_clean, run_with_seed
from tests.live import assert_same

FOLDER = Path(__file__).parent.parent / "cases"
CASES = sorted(path.stem for path in FOLDER.glob("*.yaml"))

# The nodes that no output needs.
IDLE = {
    "idle": ["idle", "part.inner.lost", "lost"],
    "output_one": ["b"],
}

# Nothing but the text of all cases, from a process of its own.
PRINT_ALL = """
import sys
from pathlib import Path
from archspec import load
for path in sorted(Path(sys.argv[1]).glob("*.yaml")):
    for backend in sys.argv[2:]:
        print(load(path).emit(backend))
"""


@cache
def spec_of(case: str) -> Spec:
    return load(FOLDER / f"{case}.yaml")


@cache
def source_of(case: str, backend: str) -> str:
    return spec_of(case).emit(backend)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("case", CASES)
def test_the_class_is_the_network_of_the_graph(case: str, backend: str) -> None:
    spec = spec_of(case)
    where = f"<case {case} {backend}>"
    text = source_of(case, backend)
    cls = load_runtime(backend).load_class(text, spec.name, where)
    assert_same(spec, backend, cls, {})


@pytest.mark.quick
@pytest.mark.parametrize("backend", BACKENDS)
def test_emitted_files_are_clean(backend: str, tmp_path: Path) -> None:
    assert_clean({case: source_of(case, backend) for case in CASES}, tmp_path)


def test_emitted_files_are_the_same_in_every_process() -> None:
    there = run_with_seed(PRINT_ALL, 1, str(FOLDER), *BACKENDS)
    here = [source_of(case, backend) for case in CASES for backend in BACKENDS]
    assert there == "".join(f"{text}\n" for text in here)


@pytest.mark.quick
@pytest.mark.parametrize("case", CASES)
def test_every_node_of_a_case_counts(case: str) -> None:
    """The values of a node without an effect on an output would not be compared."""
    graph = spec_of(case).graph
    running = graph.running("inference") | graph.running("train")
    idle = [node.path for node in graph.nodes if node.index not in running]
    assert idle == IDLE.get(case, [])


@pytest.mark.quick
def test_every_operator_has_a_case() -> None:
    used = {node.kind for case in CASES for node in spec_of(case).graph.nodes}
    assert used >= {op.NAME for op in OPS if op.NAME != "activation"}
    texts = "".join((FOLDER / f"{case}.yaml").read_text() for case in CASES)
    for word in (*STRUCTURE, "activation"):
        assert f"op: {word}" in texts
