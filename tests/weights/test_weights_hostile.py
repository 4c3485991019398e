"""Malicious files: nothing in them runs."""

import io
import os
import pickle
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from archspec.weights.errors import Malformed, WeightsError
from archspec.weights.files import read_raw
from tests.commands import ROOT, bad
from tests.weights.hostile_files import (
    call,
    new_torch,
    old_torch,
    parsed,
    taking_little,
    torch_zip,
    zipped,
)
from tests.wording import Wording

pytestmark = pytest.mark.quick

SPEC = str(ROOT / "tests/cases/op_norms.yaml")


class Evil:
    """Makes a folder when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (self.path,)


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
    """The hash of nested tuples is computed along every path."""
    deep = b")" + b"q\0h\0\x86" * 200
    for pickled in (b"\x80\x02}" + deep + b"Ns.", b"\x80\x02" + deep + b"."):
        with pytest.raises(Malformed):
            parsed("paddle", pickled)
        with pytest.raises(Malformed):
            parsed("torch", torch_zip(pickled))


def test_a_text_is_made_into_bytes_once() -> None:
    text = b"X" + struct.pack("<I", 10**6) + b"x" * 10**6 + b"q\0"
    encode = b"c_codecs\nencode\n(h\0X\x06\0\0\0latin1tR"
    pickled = b"\x80\x02](" + text + encode * 500 + b"e."
    with pytest.raises(Malformed), taking_little():
        parsed("paddle", pickled)


# Ways to run os.mkdir(b"mark"), which here make nothing but a stand-in.
MAKE = b"X\x04\0\0\0mark"
RUNS = {
    "REDUCE": b"cos\nmkdir\n" + MAKE + b"\x85R",
    "STACK_GLOBAL": b"X\x02\0\0\0osX\x05\0\0\0mkdir\x93" + MAKE + b"\x85R",
    "INST": b"(" + MAKE + b"ios\nmkdir\n",
    "OBJ": b"(cos\nmkdir\n" + MAKE + b"o",
    "NEWOBJ": b"cos\nmkdir\n" + MAKE + b"\x85\x81",
    "NEWOBJ_EX": b"cos\nmkdir\n" + MAKE + b"\x85}" + MAKE + b"Ns\x92",
    "BUILD": b"cos\nmkdir\n)R}" + MAKE + b"Nsb",
    "APPENDS": b"cos\nmkdir\n)R(" + MAKE + b"e",
    "ADDITEMS": b"\x8f(" + MAKE + b"\x90",
    "EXT1": b"\x82\x01",
    "PERSID": b"Pmark\n",
    "a key": b"}cos\nmkdir\nNs",
}


@pytest.mark.parametrize("way", RUNS)
def test_stand_ins_take_all_and_do_nothing(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wording: Wording
) -> None:
    """They are ignored beside the weights, and refused among them."""
    monkeypatch.chdir(tmp_path)
    array = pickle.dumps(np.ones(2), 2)[2:-1]
    model = b"X\x05\0\0\0model}X\x01\0\0\0a" + array + b"ss"
    beside = b"\x80\x02}X\x04\0\0\0evil" + RUNS[way] + b"s" + model + b"."
    assert parsed("paddle", beside)["a"].tolist() == [1.0, 1.0]
    among = b"\x80\x02}X\x01\0\0\0a" + array + b"sX\x02\0\0\0bn" + RUNS[way] + b"s."
    Path("w.pkl").write_bytes(among)
    wording(bad(1, "weights", "convert", "w.pkl", "o.pt", "--spec", SPEC))
    assert not Path("mark").exists() and not Path("o.pt").exists()


def test_shared_and_circular_dicts_are_walked_once() -> None:
    shared = b"}q\0" + b"}X\x01\0\0\0ah\0sX\x01\0\0\0bh\0sq\0" * 60
    circle = b"}q\0X\x01\0\0\0ah\0s"
    for data in (shared, circle):
        with pytest.raises(Malformed), taking_little():
            parsed("paddle", b"\x80\x02" + data + b".")
