"""The estimated memory of a proof."""

from typing import Any

import pytest

from archspec.proof.processes import memory
from archspec.text.problems import CompileError
from tests.generator.random_specs import spec_of
from tests.wording import Wording

NET = "archspec: 1\nname: Net\ninput: [3, {0}, {0}]\nbody: [{{op: conv, channels: 8, kernel: 1}}]\n"

pytestmark = pytest.mark.quick


def test_values_count_as_tensors_do() -> None:
    small, large = (spec_of(NET.format(side)).graph for side in (8, 64))
    assert memory.needed(small, "train", 2) > memory.needed(small, "forward", 2)
    more = memory.needed(large, "train", 2) - memory.needed(small, "train", 2)
    assert more == memory.VALUES * 8 * 2 * (3 + 8) * (64 * 64 - 8 * 8)


def test_what_cannot_fit_is_refused(
    monkeypatch: pytest.MonkeyPatch, wording: Wording
) -> None:
    graph: Any = spec_of(NET.format(512)).graph
    monkeypatch.setattr(memory, "_physical", lambda: 2**28)
    memory.refuse_if_too_large("Net", graph, "forward", 2)
    assert memory.jobs_that_fit(graph, "forward", 2, 4) == 1
    with wording.raises(CompileError):
        memory.refuse_if_too_large("Net", graph, "train", 8)
    monkeypatch.setattr(memory, "_physical", lambda: 2**10)
    with wording.raises(CompileError):
        memory.refuse_if_too_large("Net", graph, "train", 8)
    monkeypatch.setattr(memory, "_physical", lambda: None)
    memory.refuse_if_too_large("Net", graph, "train", 8)
    assert memory.jobs_that_fit(graph, "train", 8, 4) == 4
