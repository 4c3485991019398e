"""Files with false claims, and damaged ones: sizes are checked first."""

import io
import json
import struct
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from archspec import load
from archspec.weights.errors import Malformed
from archspec.weights.formats import FORMATS
from tests.commands import ROOT, bad
from tests.weights.hostile_files import (
    call,
    old_torch,
    parsed,
    taking_little,
    torch_zip,
    zipped,
)
from tests.weights.own_calls import save
from tests.wording import Wording

LARGE = 2**40  # what no machine has


def gluon(rank: int, *sizes: int, count: int = 1, dtype: int = 0) -> bytes:
    head = struct.pack("<QQQ", 0x112, 0, count)
    array = struct.pack("<IiI", 0xF993FAC9, 0, rank)
    return head + array + struct.pack(f"<{len(sizes)}q3i", *sizes, 1, 0, dtype)


def npy(shape: str, kind: str = "<f4", data: bytes = b"") -> bytes:
    text = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".encode()
    header = b"\x93NUMPY\1\0" + struct.pack("<H", len(text)) + text
    return zipped({"a.npy": header + data})


def safetensors(
    begin: int, end: int, *shape: Any, data: bytes = b"", **more: Any
) -> bytes:
    entry = {"dtype": "F32", "shape": shape, "data_offsets": [begin, end], **more}
    text = json.dumps({"a": entry}).encode()
    return struct.pack("<Q", len(text)) + text + data


def torch_tensor(
    shape: tuple[int, ...], strides: tuple[int, ...], stored: int, data: bytes
) -> bytes:
    numbers = b"".join(b"\x8a\x08" + struct.pack("<q", n) for n in (stored, 0))
    count, offset = numbers[:10], numbers[10:]

    def tuple_of(values: tuple[int, ...]) -> bytes:
        return (
            b"(" + b"".join(b"\x8a\x08" + struct.pack("<q", n) for n in values) + b"t"
        )

    storage = b"(X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpu"
    tensor = b"ctorch._utils\n_rebuild_tensor_v2\n(" + storage + count + b"tQ" + offset
    tensor += tuple_of(shape) + tuple_of(strides) + b"\x89}tR"
    return torch_zip(b"\x80\x02}X\x01\0\0\0a" + tensor + b"s.", **{"0": data})


def paddle(shape: bytes) -> bytes:
    dtype = call("numpy.dtype", b"X\x02\0\0\0f4", b"\x89", b"\x88")
    dtype += b"(K\x03X\x01\0\0\0<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb"
    array = call("numpy.core.multiarray._reconstruct")
    state = b"(K\x01" + shape + dtype + b"\x89C\x04abcdtb"
    return b"\x80\x03}X\x01\0\0\0a" + array + state + b"s."


def large_pickle(opcode: bytes) -> bytes:
    return b"\x80\x04" + opcode + struct.pack("<Q", LARGE) + b"x."


ZEROS = b"\0" * 2**20
CLAIMS: dict[str, tuple[str, bytes]] = {
    "gluon: sizes": ("gluon", gluon(2, 2**20, 2**20)),
    "gluon: sizes that overflow": ("gluon", gluon(3, 2**31, 2**31, 2**31)),
    "gluon: negative": ("gluon", gluon(2, -1, -4)),
    "gluon: rank": ("gluon", gluon(2**31, 1)),
    "gluon: no rank": ("gluon", gluon(0)),
    "gluon: count": ("gluon", gluon(1, 1, count=LARGE)),
    "gluon: dtype": ("gluon", gluon(1, 1, dtype=99)),
    "gluon: name": (
        "gluon",
        gluon(1, 1) + b"abcd" + struct.pack("<QQ", 1, LARGE) + b"a",
    ),
    "npz: sizes": ("chainer", npy(f"({LARGE}, {LARGE})")),
    "npz: one more": ("chainer", npy("(3,)", data=b"12345678")),
    "npz: negative": ("chainer", npy("(-2, -1)", data=b"12345678")),
    "npz: rank": ("chainer", npy(f"({'1, ' * 99})", data=b"1234")),
    "npz: no numbers": ("chainer", npy("('a',)", data=b"1234")),
    "npz: records": ("chainer", npy("(1,)", "V1000000000")),
    "npz: no tuple": ("chainer", npy("1" * 5000)),
    "npz: deep": ("chainer", npy("(" * 4000)),
    "npz: no member of its name": ("chainer", zipped({"readme": b""})),
    "safetensors: offsets": ("safetensors", safetensors(0, LARGE, LARGE // 4)),
    "safetensors: sizes": ("safetensors", safetensors(0, 4, LARGE, data=b"abcd")),
    "safetensors: overflow": (
        "safetensors",
        safetensors(0, 4, 2**62, 2**62, data=b"abcd"),
    ),
    "safetensors: huge": ("safetensors", safetensors(0, 4, 10**4000, data=b"abcd")),
    "safetensors: text": ("safetensors", safetensors(0, 4, "1", data=b"abcd")),
    "safetensors: gap": ("safetensors", safetensors(4, 8, 1, data=b"abcdefgh")),
    "safetensors: rest": ("safetensors", safetensors(0, 4, 1, data=b"abcdefgh")),
    "safetensors: dtype": (
        "safetensors",
        safetensors(0, 4, 1, data=b"abcd", dtype="F4"),
    ),
    "safetensors: header": ("safetensors", struct.pack("<Q", LARGE) + b"{}"),
    "safetensors: deep": ("safetensors", struct.pack("<Q", 10**5) + b"[" * 10**5),
    "torch: storage": ("torch", torch_tensor((1,), (1,), LARGE, b"abcd")),
    "torch: sizes": ("torch", torch_tensor((LARGE,), (1,), 1, b"abcd")),
    "torch: stride 0": ("torch", torch_tensor((LARGE,), (0,), 1, b"abcd")),
    "torch: stride": ("torch", torch_tensor((2,), (LARGE,), 2, b"abcdabcd")),
    "torch: negative": ("torch", torch_tensor((2,), (-1,), 2, b"abcdabcd")),
    "torch: ranks": ("torch", torch_tensor((2,), (), 2, b"abcdabcd")),
    "paddle: sizes": (
        "paddle",
        paddle(b"\x8a\x08" + struct.pack("<q", LARGE) + b"\x85"),
    ),
    "paddle: no tuple": ("paddle", paddle(b"K\x01")),
    "paddle: bytes": ("paddle", large_pickle(b"\x8e")),
    "paddle: text": ("paddle", large_pickle(b"\x8d")),
    "paddle: memo": ("paddle", b"\x80\x02Nr\xff\xff\xff\xff."),
    "paddle: number": ("paddle", b"\x80\x02}\x8b\xff\xff\xff\x7f1s."),
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_nothing_is_taken_on_a_files_word(claim: str) -> None:
    format, data = CLAIMS[claim]
    with pytest.raises(Malformed) as caught, taking_little():
        parsed(format, data)
    assert len(caught.value.message) < 300


def test_the_same_files_with_true_sizes_are_read() -> None:
    """The files of the tests above are therefore wrong in their sizes alone."""
    true = {
        "gluon": gluon(1, 1) + b"abcd" + struct.pack("<QQ", 1, 1) + b"a",
        "chainer": npy("(1,)", data=b"abcd"),
        "safetensors": safetensors(0, 4, 1, data=b"abcd"),
        "torch": torch_tensor((1,), (1,), 1, b"abcd"),
        "paddle": paddle(b"K\x01\x85"),
    }
    for format, data in true.items():
        (tensor,) = parsed(format, data).values()
        assert tensor.tobytes() == b"abcd" and tensor.dtype == np.float32


@pytest.mark.parametrize("format", ["torch", "chainer"])
def test_a_zip_that_inflates_beyond_measure_is_not_inflated(
    format: str, wording: Wording
) -> None:
    bomb = bytearray(
        zipped({"a/data.pkl": ZEROS, "b.npy": ZEROS}, zipfile.ZIP_DEFLATED)
    )
    size = struct.pack("<I", len(ZEROS))
    for lie in (2**31, 2**32 - 2):
        data = bytes(bomb).replace(size, struct.pack("<I", lie))
        with pytest.raises(Malformed) as caught, taking_little():
            parsed(format, data)
        wording(caught.value)
    # A member that holds more than it says is read no further than that.
    data = bytes(bomb).replace(size, struct.pack("<I", 5))
    with pytest.raises(Malformed), taking_little():
        parsed(format, data)


# --- damage ----------------------------------------------------------------------------


def sound_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    spec = load(ROOT / "tests/cases/op_norms.yaml")
    weights = spec.init_weights(dtype="float32")
    for format in FORMATS.values():
        path = folder / f"w{format.suffixes[0]}"
        spec.save_weights(path, weights)
        yield format.name, path.read_bytes()
    net = spec.build("torch", weights=weights)
    save("torch", net, str(folder / "own.pt"))
    yield "torch", (folder / "own.pt").read_bytes()
    yield "torch", old_torch(net.state_dict())


def test_damaged_files_are_refused_or_read(tmp_path: Path) -> None:
    """A file cut short, changed or empty raises nothing but Malformed."""
    rng = np.random.default_rng(0)
    for format, data in sound_files(tmp_path):
        cut = {0, 1, 2, 7, 8, 9, 60, len(data) // 2, len(data) - 1}
        for size in cut:
            with pytest.raises(Malformed):
                parsed(format, data[:size])
        for _ in range(300):
            damaged = bytearray(data)
            for place in rng.integers(min(len(data), 2000), size=3):
                damaged[place] = rng.integers(256)
            with warnings.catch_warnings():
                # zipfile tells of a name that occurs twice.
                warnings.simplefilter("ignore", UserWarning)
                tolerate(format, bytes(damaged))
        assert parsed(format, data)


def test_damage_that_a_checksum_does_not_see(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    for format, data in sound_files(tmp_path):
        if not data.startswith(b"PK"):
            continue
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = next((n for n in members if n.endswith(".pkl")), next(iter(members)))
        for _ in range(300):
            damaged = bytearray(members[name])
            for place in rng.integers(min(len(damaged), 300), size=2):
                damaged[place] = rng.integers(256)
            tolerate(format, zipped({**members, name: bytes(damaged)}))


def tolerate(format: str, data: bytes) -> None:
    try:
        parsed(format, data)
    except Malformed as error:
        assert error.message


@pytest.mark.parametrize("suffix", [s for f in FORMATS.values() for s in f.suffixes])
def test_garbage_gets_a_clear_error(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"w{suffix}"
    for data in (b"", b"hello, world\n" * 20, b"PK\x03\x04" + b"\0" * 40, ZEROS):
        path.write_bytes(data)
        assert f"error: {path}: " in bad(1, "weights", "show", str(path))
