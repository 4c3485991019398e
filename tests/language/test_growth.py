"""Work grows linearly with the text, for every nested form at any depth.

Counted are calls of functions, which are the same on every machine.
"""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from archspec.backends import BACKENDS
from tests.generator.random_specs import spec_of

HEAD = "archspec: 1\nname: Net\ninput: [4, 4, 4]\n"
CONV = "{op: conv, channels: 4, kernel: 1}"
# Times the calls for twice the depth: well below the square, which would be 4.
MOST = 2.9

Text = Callable[[int], str]


def nested(form: str, param: str = "") -> Text:
    """``form`` nested in itself: BODY stands for its body, K for its number."""

    def text(depth: int) -> str:
        node = CONV
        for number in range(depth):
            node = form.replace("K", str(number)).replace("BODY", node)
        params = "".join(f", {param.replace('K', str(k))}" for k in range(depth))
        given = f"{{c: 4{params if param else ''}}}"
        return f"{HEAD}params: {given}\nbody:\n  top: {node}\n{USE_C}"

    return text


def listed(form: str) -> Text:
    """The same nodes, in a list."""
    text = nested(form)
    return lambda depth: (
        text(depth).replace("  top: ", "  - ").replace("  use: ", "  - ")
    )


USE_C = "  use: {op: conv, channels: c, kernel: 1}\n"


def blocks(params: str, body: str, last: str, use: str) -> Text:
    """A chain of blocks: NEXT stands for the next one."""

    def text(depth: int) -> str:
        head = f"{HEAD}params: {{use: false}}\n" if use == UNUSED else HEAD
        lines = [f"{head}blocks:"]
        for number in range(depth):
            inner = body.replace("NEXT", f"B{number + 1}")
            lines.append(f"  B{number}: {{{params}body: {inner}}}")
        lines += [f"  B{depth}: {{{params}body: {last}}}", f"body: [{use}]", ""]
        return "\n".join(lines)

    return text


def rows(line: str, param: str = "c: 4") -> Text:
    """A line for each number K in a body."""

    def text(depth: int) -> str:
        params = ", ".join({param.replace("K", str(k)): None for k in range(depth)})
        lines = [f"  {line.replace('K', str(k))}" for k in range(depth)]
        start = "  start: {op: conv, channels: 4, kernel: 1}"
        body = "\n".join([start, *lines])
        return f"{HEAD}params: {{{params}}}\nbody:\n{body}\n"

    return text


def lets(depth: int) -> str:
    values = (f"v{k + 1}: 'v{k} * 2 + v{k} - v{k} - v{k}'" for k in range(depth))
    given = ", ".join(["v0: c", *values])
    node = f"{{op: conv, channels: v{depth}, kernel: 1}}"
    return f"{HEAD}params: {{c: 4}}\nlet: {{{given}}}\nbody: [{node}]\n"


def expression(form: str) -> Text:
    def text(depth: int) -> str:
        expr = "c"
        for number in range(depth):
            expr = form.replace("EXPR", expr).replace("K", str(number))
        node = f"{{op: conv, channels: '{expr}', kernel: 1}}"
        return f"{HEAD}params: {{c: 4}}\nbody: [{node}]\n"

    return text


def kinds(depth: int) -> str:
    """Blocks with a word each, whose param has to be fixed."""
    body = f"{{a: {{op: activation, kind: act}}, c: {CONV}}}"
    made = [f"  B{k}: {{params: {{act: relu}}, body: {body}}}" for k in range(depth)]
    calls = [f"  n{k}: {{op: B{k}, act: tanh}}" for k in range(depth)]
    return "\n".join([f"{HEAD}blocks:", *made, "body:", *calls, ""])


def block_of_kinds(depth: int) -> str:
    """One block with many such words."""
    params = ", ".join(f"a{k}: relu" for k in range(depth))
    nodes = ", ".join(f"n{k}: {{op: activation, kind: a{k}}}" for k in range(depth))
    block = f"{{params: {{{params}}}, body: {{{nodes}}}}}"
    return f"{HEAD}blocks:\n  B: {block}\nbody: [B]\n"


def parts(depth: int) -> str:
    """A seq with every item as an output."""
    items = ", ".join(["tanh"] * depth)
    outputs = ", ".join(f"o{k}: s.{k}" for k in range(depth))
    body = f"body:\n  s: {{op: seq, body: [{items}]}}\n  end: relu\n"
    return f"{HEAD}{body}outputs: {{{outputs}, end: end}}\n"


KIND = "{op: activation, kind: act}"
UNUSED = "{op: B0, when: use}"  # else the nodes themselves are twice as many
SKIP = "{op: max_pool, kernel: 3, stride: 1, padding: 1}"
GROW = "{op: concat, branches: [[], tanh]}"

# A text of each form, and how deep it may go.
FORMS: dict[str, tuple[Text, int]] = {
    "repeat": (nested("{op: repeat, times: 1, index: jK, body: {nK: BODY}}"), 48),
    "repeat of two": (
        nested("{op: repeat, times: 1, index: jK, body: {mK: tanh, nK: BODY}}"),
        48,
    ),
    "repeat that grows": (
        nested(f"{{op: repeat, times: 1, index: jK, body: {{nK: BODY, cK: {GROW}}}}}"),
        44,
    ),
    "repeat of sizes": (
        nested(f"{{op: repeat, times: 1, index: jK, body: {{nK: BODY, pK: {SKIP}}}}}"),
        48,
    ),
    "repeat of a node": (nested("{op: repeat, times: 1, index: jK, body: BODY}"), 16),
    "repeat in a list": (
        listed("{op: repeat, times: 1, index: jK, body: [tanh, BODY]}"),
        16,
    ),
    "seq": (nested("{op: seq, body: {nK: BODY}}"), 48),
    "seq of a list": (nested("{op: seq, body: [BODY, tanh]}"), 48),
    "seq and when": (
        nested("{op: seq, when: c > 0, body: {nK: BODY, mK: tanh}}"),
        44,
    ),
    "seq and only": (
        nested("{op: seq, only: train, body: {nK: BODY, mK: tanh}}"),
        48,
    ),
    "residual": (nested("{op: residual, body: {nK: BODY}}"), 48),
    "residual of a node": (nested("{op: residual, body: BODY}"), 60),
    "shortcut": (nested("{op: residual, body: tanh, shortcut: {nK: BODY}}"), 48),
    "skip": (nested("{op: residual, skip: uK, body: {nK: BODY}}", "uK: true"), 48),
    "branches": (nested("{op: add, branches: [{nK: BODY}, tanh]}"), 32),
    "residual in repeat": (
        nested(
            "{op: repeat, times: 1, index: jK, "
            "body: {nK: {op: residual, body: {mK: BODY}}}}"
        ),
        24,
    ),
    "blocks": (blocks("", "{n: NEXT, m: tanh}", f"[{CONV}]", "B0"), 60),
    "blocks called twice": (blocks("", "{n: NEXT, m: NEXT}", f"[{CONV}]", UNUSED), 30),
    "blocks with arguments": (
        blocks(
            "params: {c: int}, ",
            "{n: {op: NEXT, c: c * 2 + c}, m: tanh}",
            "[{op: conv, kernel: 1, channels: 'min(c, 4)'}]",
            "{op: B0, c: 1}",
        ),
        30,
    ),
    "blocks with kinds": (kinds, 40),
    "block of kinds": (block_of_kinds, 60),
    "network of kinds": (rows("rK: {op: activation, kind: aK}", "aK: relu"), 60),
    "blocks in blocks with kinds": (
        blocks(
            "params: {act: relu}, ",
            f"{{n: {{op: NEXT, act: tanh}}, m: {KIND}}}",
            f"[{KIND}]",
            "{op: B0, act: elu}",
        ),
        30,
    ),
    "blocks that hand a kind on": (
        blocks(
            "params: {act: relu}, ",
            f"{{m: {KIND}, n: {{op: NEXT, act: act}}}}",
            f"[{KIND}]",
            "{op: B0, act: elu}",
        ),
        30,
    ),
    "whens": (rows("rK: {op: conv, when: u, channels: 4, kernel: 1}", "u: true"), 128),
    "outputs inside of a seq": (parts, 200),
    "reuse": (rows("rK: {op: reuse, node: start}", ""), 128),
    "let": (lets, 60),
    "sum": (expression("(EXPR + K - K)"), 20),
    "choice": (expression("(EXPR if c > K else 4)"), 24),
}


def calls(work: Callable[[], object]) -> int:
    """The number of function calls in ``work``."""
    count = 0

    def note(frame: FrameType, event: str, arg: object) -> None:
        del frame, arg
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def work_of(text: str) -> dict[str, int]:
    """The number of calls in each stage."""
    spec = spec_of(text)
    return {
        "check": calls(lambda: spec_of(text)),
        "graph": calls(lambda: spec.graph),
        **{name: calls(lambda name=name: spec.emit(name)) for name in BACKENDS},
    }


@pytest.mark.parametrize("form", FORMS)
def test_twice_as_deep_takes_about_twice_as_long(form: str) -> None:
    text, most = FORMS[form]
    work_of(text(2))  # what is made once for all
    few, many = work_of(text(most // 2)), work_of(text(most))
    for stage, count in many.items():
        assert count <= MOST * few[stage] + 500, (form, stage, few[stage], count)


def test_values_built_on_values_are_printed_short() -> None:
    """`v * 2 + v - v - v` of such a value is one line, without the expressions in it."""
    few, many = (spec_of(lets(depth)).emit("torch") for depth in (30, 60))
    assert len(many) < 2.2 * len(few)
