"""Files made to do harm: nothing in them runs, nothing is taken on their word."""

import io
import json
import os
import pickle
import struct
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from archspec import load
from archspec.weights.errors import Malformed, WeightsError
from archspec.weights.files import read_raw
from archspec.weights.formats import FORMATS
from tests.commands import ROOT, bad
from tests.own_calls import save

pytestmark = pytest.mark.quick

SPEC = str(ROOT / "tests/cases/op_norms.yaml")
LARGE = 2**40  # what no machine has
ALLOWED = 8 * 2**20  # bytes that may be taken to find out


class Evil:
    """Makes a folder when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (self.path,)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def torch_zip(pickled: bytes, **storages: bytes) -> bytes:
    data = {f"archive/data/{key}": value for key, value in storages.items()}
    version = {"archive/version": b"3\n"}
    return zipped({"archive/data.pkl": pickled, **data, **version})


def old_torch(held: object) -> bytes:
    file = io.BytesIO()
    torch.save(held, file, _use_new_zipfile_serialization=False)
    return file.getvalue()


def new_torch(held: object) -> bytes:
    file = io.BytesIO()
    torch.save(held, file)
    return file.getvalue()


def npz(array: Any) -> bytes:
    file = io.BytesIO()
    np.savez(file, **{"bn/gamma": array})
    return file.getvalue()


def objects(held: object) -> Any:
    array = np.empty((1,), object)
    array[0] = held
    return array


# Ways to hide an object in a file of each suffix.
HIDDEN: dict[str, tuple[str, Callable[[object], bytes]]] = {
    "torch": (".pt", new_torch),
    "torch_in_a_state_dict": (".pth", lambda evil: new_torch({"bn.weight": evil})),
    "torch_before_1.6": (".pth", old_torch),
    "torch_zip_by_hand": (".pt", lambda evil: torch_zip(pickle.dumps(evil, 2))),
    "paddle": (".pdparams", lambda evil: pickle.dumps({"bn.weight": evil}, 4)),
    "paddle_protocol_0": (".pdparams", lambda evil: pickle.dumps(evil, 0)),
    "paddle_protocol_2": (".pdparams", lambda evil: pickle.dumps({"a": evil}, 2)),
    "paddle_protocol_5": (".pdparams", lambda evil: pickle.dumps([evil], 5)),
    "paddle_array": (".pdparams", lambda e: pickle.dumps({"bn.weight": objects(e)}, 4)),
    "chainer": (".npz", lambda evil: npz(objects(evil))),
    "chainer_member": (".npz", lambda e: zipped({"bn/gamma.npy": pickle.dumps(e)})),
    "gluon": (".params", pickle.dumps),
    "safetensors": (".safetensors", pickle.dumps),
}


@pytest.mark.parametrize("way", HIDDEN)
def test_a_pickle_does_nothing(way: str, tmp_path: Path) -> None:
    suffix, hide = HIDDEN[way]
    mark, source = tmp_path / "mark", tmp_path / f"evil{suffix}"
    source.write_bytes(hide(Evil(mark)))
    for target in ("out.pt", "out.safetensors"):
        arguments = (str(source), str(tmp_path / target), "--spec", SPEC)
        text = bad(1, "weights", "convert", *arguments)
        assert text.startswith("error: ") and str(source) in text
    assert bad(1, "weights", "show", str(source)).startswith("error: ")
    assert bad(1, "weights", "diff", str(source), str(source)).startswith("error: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == [source.name]


def test_the_pickles_of_this_test_would_do_something(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Evil(tmp_path / "mark")))
    assert (tmp_path / "mark").is_dir()


# --- names and instructions that a state dict may have, put to another use ------------


def call(name: str, *arguments: bytes) -> bytes:
    module, _, attribute = name.rpartition(".")
    return f"c{module}\n{attribute}\n".encode() + b"(" + b"".join(arguments) + b"tR"


MISUSED = {
    "builtins.eval": call("builtins.eval", b"X\x01\0\0\x001"),
    "a tuple of a list": call("builtins.tuple", b"]"),
    "an array of nothing": call("numpy.core.multiarray._reconstruct"),
    "an array with a text as its state": (
        call("numpy.core.multiarray._reconstruct") + b"X\x01\0\0\x001b"
    ),
    "a dtype of objects": call("numpy.dtype", b"X\x01\0\0\0O"),
    "a call of a mark": call("numpy.ndarray"),
    "a call of a text": b"X\x01\0\0\x001(tR",
    "attributes of a text": b"X\x01\0\0\x001}b",
    "an extension": b"\x82\x01",
    "a persistent thing": b"X\x01\0\0\x001Q",
    "a key that is a tuple": b"}))s",
    "nothing": b"",
    "a mark": b"(",
    "a mark in a pair": b"(N\x86",
    "what was never stored": b"h\x05",
    "a new object": b"cnumpy\nndarray\n)\x81",
}


@pytest.mark.parametrize("suffix", [".pdparams", ".pt"])
@pytest.mark.parametrize("way", MISUSED)
def test_a_pickle_of_known_names_is_checked(
    way: str, suffix: str, tmp_path: Path
) -> None:
    pickled = b"\x80\x02}X\x01\0\0\0a" + MISUSED[way] + b"s."
    path = tmp_path / f"w{suffix}"
    path.write_bytes(torch_zip(pickled) if suffix == ".pt" else pickled)
    with pytest.raises(WeightsError):
        read_raw(str(path))


def test_what_takes_for_ever_is_refused() -> None:
    """Tuples of tuples, whose hash is computed along every path."""
    deep = b")" + b"q\0h\0\x86" * 200
    for pickled in (b"\x80\x02}" + deep + b"Ns.", b"\x80\x02" + deep + b"."):
        with pytest.raises(Malformed):
            FORMATS["paddle"].codec.parse(pickled)
        with pytest.raises(Malformed):
            FORMATS["torch"].codec.parse(torch_zip(pickled))


def test_a_text_is_made_into_bytes_once() -> None:
    text = b"X" + struct.pack("<I", 10**6) + b"x" * 10**6 + b"q\0"
    encode = b"c_codecs\nencode\n(h\0X\x06\0\0\0latin1tR"
    pickled = b"\x80\x02](" + text + encode * 500 + b"e."
    with pytest.raises(Malformed), taking_little():
        FORMATS["paddle"].codec.parse(pickled)


# --- sizes -----------------------------------------------------------------------------


class taking_little:
    """Fails if more than ``ALLOWED`` bytes are taken meanwhile."""

    def __enter__(self) -> None:
        tracemalloc.start()

    def __exit__(self, *_: object) -> None:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < ALLOWED


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
    codec = FORMATS[format].codec
    with pytest.raises(Malformed) as caught, taking_little():
        codec.parse(data)
    assert len(caught.value.message) < 300


def test_the_same_files_with_true_sizes_are_read() -> None:
    """Else the tests above would be of files that are wrong in another way."""
    true = {
        "gluon": gluon(1, 1) + b"abcd" + struct.pack("<QQ", 1, 1) + b"a",
        "chainer": npy("(1,)", data=b"abcd"),
        "safetensors": safetensors(0, 4, 1, data=b"abcd"),
        "torch": torch_tensor((1,), (1,), 1, b"abcd"),
        "paddle": paddle(b"K\x01\x85"),
    }
    for format, data in true.items():
        (tensor,) = FORMATS[format].codec.parse(data).values()
        assert tensor.tobytes() == b"abcd" and tensor.dtype == np.float32


@pytest.mark.parametrize("format", ["torch", "chainer"])
def test_a_zip_that_inflates_beyond_measure_is_not_inflated(format: str) -> None:
    bomb = bytearray(
        zipped({"a/data.pkl": ZEROS, "b.npy": ZEROS}, zipfile.ZIP_DEFLATED)
    )
    size = struct.pack("<I", len(ZEROS))
    for lie in (2**31, 2**32 - 2):
        data = bytes(bomb).replace(size, struct.pack("<I", lie))
        with pytest.raises(Malformed, match="nothing was inflated"), taking_little():
            FORMATS[format].codec.parse(data)
    # A member that holds more than it says is read no further than that.
    data = bytes(bomb).replace(size, struct.pack("<I", 5))
    with pytest.raises(Malformed), taking_little():
        FORMATS[format].codec.parse(data)


# --- damage ----------------------------------------------------------------------------


def sound_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    spec = load(SPEC)
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
    """Cut short, changed, or nothing at all: never anything but Malformed."""
    rng = np.random.default_rng(0)
    for format, data in sound_files(tmp_path):
        codec = FORMATS[format].codec
        cut = {0, 1, 2, 7, 8, 9, 60, len(data) // 2, len(data) - 1}
        for size in cut:
            with pytest.raises(Malformed):
                codec.parse(data[:size])
        for _ in range(300):
            damaged = bytearray(data)
            for place in rng.integers(min(len(data), 2000), size=3):
                damaged[place] = rng.integers(256)
            with warnings.catch_warnings():
                # zipfile tells of a name that occurs twice.
                warnings.simplefilter("ignore", UserWarning)
                tolerate(codec.parse, bytes(damaged))
        assert codec.parse(data)


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
            tolerate(
                FORMATS[format].codec.parse, zipped({**members, name: bytes(damaged)})
            )


def tolerate(parse: Callable[[bytes], Any], data: bytes) -> None:
    try:
        parse(data)
    except Malformed as error:
        assert error.message


@pytest.mark.parametrize("suffix", [s for f in FORMATS.values() for s in f.suffixes])
def test_garbage_gets_a_clear_error(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"w{suffix}"
    for data in (b"", b"hello, world\n" * 20, b"PK\x03\x04" + b"\0" * 40, ZEROS):
        path.write_bytes(data)
        assert f"error: {path}: " in bad(1, "weights", "show", str(path))
