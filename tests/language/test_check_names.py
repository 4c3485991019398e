"""The names phase in expressions: the names from repeats, params, blocks and ``let``."""

import pytest

from tests.language.test_check import problems
from tests.wording import Wording

pytestmark = pytest.mark.quick


def test_repeats_bring_names_into_their_body_only(wording: Wording) -> None:
    text = """
body:
  r:
    op: repeat
    over: [[8, 1], [16, 2]]
    as: [w, s]
    names: "unit{i}_{w}"
    body:
      - {op: conv, channels: w + i, kernel: 1, stride: s, init: {weight: {constant: 1 / w}}}
      - {op: repeat, times: s, body: {op: conv, channels: w + i, kernel: 1}}
  after: {op: conv, channels: 8, kernel: 1, stride: s}
"""
    wording("\n".join(problems(text)))


def test_a_repeat_does_not_see_its_own_names(wording: Wording) -> None:
    text = "body: {r: {op: repeat, times: i, when: i > 0, body: relu}}"
    wording("\n".join(problems(text)))


def test_words_are_params_first(wording: Wording) -> None:
    text = """
params: {rounding: ceil, tanh: none}
body:
  pool: {op: max_pool, kernel: 2, rounding: rounding}
  act: {op: gelu, approximate: tanh}
"""
    assert not problems(text)
    wording("\n".join(problems(text.replace("approximate: tanh", "approximate: none"))))


def test_a_word_is_the_value_of_a_str_param(wording: Wording) -> None:
    text = """
params: {act: silu}
blocks:
  Unit:
    params: {kind: str, size: 1}
    body: [{op: activation, kind: kind}, {op: max_pool, kernel: size}]
body: [{op: Unit, kind: relu}, {op: Unit, kind: act}, {op: Unit, kind: act, size: relu}]
"""
    wording("\n".join(problems(text)))


def test_arguments_have_the_type_of_the_param(wording: Wording) -> None:
    text = """
blocks:
  Unit:
    params: {rate: 0.5, sizes: [1.5], flag: true}
    body: [{op: dropout, drop_prob: 'rate * sizes[0]', when: flag}]
body: [{op: Unit, rate: 1, sizes: [1, 2], flag: false}, {op: Unit, ARGUMENT}]
"""
    assert not problems(text.replace("ARGUMENT", "rate: 0.1"))
    for argument in ("rate: true", "sizes: 1", "flag: 1"):
        wording("\n".join(problems(text.replace("ARGUMENT", argument))))


def test_let_and_init_use_params() -> None:
    assert not problems(
        """
params: {width: 8, std: 0.1, size: 8}
let: {half: width // 2}
init: {weight: {normal: std}}
body: [{op: conv, channels: half, kernel: 1}]
""".replace("half", "mid")
        .replace("size: 8", "step: 1")
        .replace("kernel: 1", "kernel: step")
    )


def test_an_unknown_block_is_the_only_problem_of_its_call(wording: Wording) -> None:
    wording(
        "\n".join(
            problems("""
blocks:
  Unit: {body: [relu]}
body:
  unit: {op: Unitt, kind: relu, size: 2, from: [input, x]}
  relu: {op: relu, from: unit.p2}
""")
        )
    )


def test_every_cycle_of_blocks_is_reported_once(wording: Wording) -> None:
    blocks = "\n".join(f"  B{k}: {{body: [B{k + 1 - 2 * (k % 2)}]}}" for k in range(4))
    found = problems(f"blocks:\n{blocks}\nbody: [B0, B2]")
    wording("\n".join(found))


def test_a_long_chain_of_blocks_is_no_problem() -> None:
    blocks = "\n".join(f"  B{k}: {{body: [B{k + 1}]}}" for k in range(1500))
    assert not problems(f"blocks:\n{blocks}\n  B1500: {{body: [relu]}}\nbody: [B0]")
