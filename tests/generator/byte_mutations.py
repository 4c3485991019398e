"""Specs damaged as texts: by typing, editors and transfers, and on purpose."""

import re
from collections.abc import Callable, Sequence
from random import Random

# What looks like something else, is invisible, steers a terminal, or is no text at all.
ODD = [
    *("\ufeff", "\u0085", "\u2028", "\u2029", "\u202e", "\u200b", "\u00a0", "\u00ad"),
    *("e\u0301", "\u0430", "\uff41", "\U0001f600", "\ufffd", "\ufffe", "\U0010ffff"),
    *(
        "\u2069",
        "\u0663",
        "\u00b2",
        "\u00bd",
        "\u0000",
        "\u0007",
        "\u001b[31m",
        "\u007f",
    ),
]
BROKEN = [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf0\x9f", b"\xfe\xff", b"\r", b"\t"]
MARKS = [
    *(b":", b": ", b"- ", b"#", b" #", b"'", b'"', b"{", b"}", b"[", b"]", b",", b"|"),
    *(b">", b"%", b"@", b"`", b"!", b"!!int ", b"!!python/name:os.system ", b"&a "),
    *(
        b"*a",
        b"<<: ",
        b"? ",
        b"---\n",
        b"...\n",
        b"\\",
        b"(",
        b")",
        b"{{ x }}",
        b"{% x",
    ),
]
NUMBERS = [
    *(b"0", b"-1", b"1.5", b"1e400", b"-0.0", b".inf", b".nan", b"0x7f", b"0o17"),
    *(b"9" * 30, b"9" * 400, b"1" + b"0" * 5000, b"2147483648", b"9007199254740993"),
    *(b"10**9", b"9**9**9", b"1/0", b"1e-320", b"3 % 0", b"0.1 + 0.2", b"1_000"),
]
OPENERS = [b"[", b"{a: ", b"- ", b"(", b"not ", b"-", b"? ", b"[[1, "]


def damaged(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """``data`` after one to four mutations; a splice takes its end from one of
    ``others``.
    """
    for _ in range(random.choice((1, 1, 1, 1, 2, 4))):
        data = random.choice(MUTATIONS)(data, others, random)
    return data


def _flip(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    if not data:
        return data
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]


def _insert(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    odd = [char.encode() for char in ODD]
    part = random.choice(random.choice((odd, BROKEN, MARKS, MARKS, NUMBERS)))
    return _put(data, part * random.choice((1, 1, 1, 2, 40)), random)


def _delete(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start, stop = _slice(data, random)
    return data[:start] + data[stop:]


def _duplicate(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start, stop = _slice(data, random)
    return data[:stop] + data[start:stop] * random.choice((1, 1, 2, 30)) + data[stop:]


def _move(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    start, stop = _slice(data, random)
    return _put(data[:start] + data[stop:], data[start:stop], random)


def _truncate(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _splice(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(others)
    head = data[: random.randrange(len(data) + 1)]
    return head + other[random.randrange(len(other) + 1) :]


def _number(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    return _replace(data, rb"\d+(\.\d+)?", random.choice(NUMBERS), random)


def _digit(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    return _replace(data, rb"\d", b"%d" % random.randrange(10), random)


def _word(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    words = re.findall(rb"[A-Za-z_]\w*", data) or [b"x"]
    return _replace(data, rb"[A-Za-z_]\w*", random.choice(words), random)


def _nest(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    count = random.choice((3, 60, 120, 2000, 50_000))
    return _put(data, random.choice(OPENERS) * count, random)


def _anchor(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """An anchor on one value and aliases in place of others, before or inside it."""
    data = _replace(data, rb"(?<=: )", b"&here ", random)
    for _ in range(random.choice((1, 2, 5))):
        data = _replace(data, rb"(?<=: )[^\n,{}\[\]]+", b"*here", random)
    return data


def _line(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """One line removed, doubled, indented differently, or exchanged with another."""
    lines = data.split(b"\n")
    at, to = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(to, lines[at])
        case 2:
            lines[at] = b" " * random.randrange(8) + lines[at].lstrip()
        case _:
            lines[at], lines[to] = lines[to], lines[at]
    return b"\n".join(lines)


Mutation = Callable[[bytes, Sequence[bytes], Random], bytes]
MUTATIONS: list[Mutation] = [
    *(_flip, _insert, _delete, _duplicate, _move, _truncate, _splice),
    *(_number, _digit, _digit, _digit, _word, _word, _word, _nest, _anchor),
    *(_line, _line, _line),
]


def _slice(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.choice((1, 1, 2, 5, 20, 100, 1000)))


def _put(data: bytes, part: bytes, random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + part + data[at:]


def _replace(data: bytes, pattern: bytes, part: bytes, random: Random) -> bytes:
    """``part`` in place of one match of ``pattern``."""
    found = list(re.finditer(pattern, data))
    if not found:
        return data
    start, stop = random.choice(found).span()
    return data[:start] + part + data[stop:]
