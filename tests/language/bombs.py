"""Small files that ask for more than any machine has, and large wrong ones."""

HEAD = "archspec: 1\nname: Net\ninput: [4, 8, 8]\n"
USE = f"{HEAD}params: {{use: false}}\n"


def conv(expression: str) -> str:
    """A network of one convolution, with an expression as its size."""
    return f'{HEAD}body: [{{op: conv, kernel: 1, channels: "{expression}"}}]\n'


def blocks(count: int, body: str, last: str, params: str = "") -> str:
    """A chain of blocks: ``NEXT`` in a body calls the next one."""
    lines = ["blocks:"]
    for number in range(count):
        inner = body.replace("NEXT", f"B{number + 1}")
        lines.append(f"  B{number}: {{{params}body: [{inner}]}}")
    return "\n".join([*lines, f"  B{count}: {{{params}body: [{last}]}}", ""])


def each(count: int, line: str) -> str:
    """The same line, once with each number."""
    return "".join(line.replace("N", str(number)) for number in range(count))


DOUBLE = "{op: NEXT, c: 'min(c + c, 7)'}"
LEAF = "{op: conv, kernel: 1, channels: c}"
ALIASES = "".join(
    f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 30)
)

COMPILES, REFUSED = "compiles", "refused"
VARIES = "refused at another limit in each version of Python"

BOMBS: dict[str, tuple[str, str]] = {
    "laughs": (
        f"x0: &x0 [1]\n{ALIASES}{HEAD}body: *x29\n",
        REFUSED,
    ),
    "flow": ("[" * 10_000, REFUSED),
    "block": ("".join(f"{' ' * n}a:\n" for n in range(2000)), REFUSED),
    "dashes": ("- " * 10_000, REFUSED),
    "size": (HEAD + "#" * 10 * 2**20, REFUSED),
    "digits": (conv("9" * 990), VARIES),
    "yaml_digits": (f"{HEAD}body: [{{op: scale, by: {'9' * 5000}}}]\n", REFUSED),
    "power": (conv("9**9**9"), REFUSED),
    "powers": (conv("2**100000"), REFUSED),
    "product": (conv(" * ".join(["9999999"] * 40)), REFUSED),
    "text": (conv("'ab' * 1000000000"), REFUSED),
    "list": (conv("[1] * 1000000000"), REFUSED),
    "lists": (conv("[[[1] * 9999] * 9999] * 9999"), REFUSED),
    "lists_in_let": (
        f"{HEAD}let: {{a: '[1] * 9999', b: '[a] * 9999', c: '[b, b] + [b]'}}\n"
        "body: [{op: conv, kernel: 1, channels: c}]\n",
        REFUSED,
    ),
    "parentheses": (conv("(" * 10_000 + "1" + ")" * 10_000), REFUSED),
    "fewer_parentheses": (
        conv("(" * 450 + "1" + ")" * 450),
        VARIES,
    ),
    "signs": (conv("-" * 900 + "1"), VARIES),
    "sums": (conv(" + ".join(["1"] * 200)), REFUSED),
    "repeat": (
        f"{HEAD}body: [{{op: repeat, times: {10**9}, body: relu}}]\n",
        REFUSED,
    ),
    "power_of_repeat": (
        f"{HEAD}body: [{{op: repeat, times: 10**9, body: relu}}]\n",
        REFUSED,
    ),
    "repeats": (
        HEAD
        + "body: ["
        + "{op: repeat, times: 999, body: " * 5
        + "relu"
        + "}" * 5
        + "]\n",
        REFUSED,
    ),
    "repeats_unused": (
        USE
        + "body: [{op: seq, when: use, body: ["
        + "{op: repeat, times: 999, body: " * 5
        + "relu"
        + "}" * 5
        + "]}]\n",
        COMPILES,
    ),
    "doubled_blocks": (
        HEAD + blocks(60, "NEXT, NEXT", "relu") + "body: [B0]\n",
        REFUSED,
    ),
    "doubled_blocks_unused": (
        USE + blocks(60, "NEXT, NEXT", "relu") + "body: [{op: B0, when: use}]\n",
        COMPILES,
    ),
    "doubled_sizes": (
        f"{HEAD}params: {{c: 3}}\n{blocks(45, DOUBLE, LEAF, 'params: {c: int}, ')}"
        "body: [{op: B0, c: c}]\n",
        COMPILES,
    ),
    "doubled_lets": (
        f"{HEAD}params: {{a: 4}}\nlet: {{v0: a, "
        + ", ".join(f"v{n + 1}: 'min(v{n} + v{n}, 7)'" for n in range(60))
        + "}\nbody: [{op: conv, kernel: 1, channels: v60}]\n",
        COMPILES,
    ),
    "chained_blocks": (
        HEAD + blocks(5000, "NEXT", "relu") + "body: [B0]\n",
        REFUSED,
    ),
    "chained_blocks_unused": (
        USE + blocks(5000, "NEXT", "relu") + "body: [{op: B0, when: use}]\n",
        REFUSED,
    ),
    "keys": (HEAD + "body: [relu]\n" + each(100_000, "kN: 1\n"), REFUSED),
    "params": (
        HEAD + "params:\n" + each(50_000, "  kN: 1\n") + "body: [relu]\n",
        REFUSED,
    ),
    "operators": (HEAD + "body:\n" + each(90_000, "  kN: relux\n"), REFUSED),
    "sources": (
        HEAD + "body:\n" + each(20_000, "  kN: {op: relu, from: qN}\n"),
        REFUSED,
    ),
    "unused_blocks": (
        HEAD + "blocks:\n" + each(20_000, "  KN: {body: [relu]}\n") + "body: [relu]\n",
        REFUSED,
    ),
    "own_blocks": (
        HEAD + "blocks:\n" + each(5_000, "  KN: {body: [KN]}\n") + "body: [K0]\n",
        REFUSED,
    ),
}
