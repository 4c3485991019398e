"""Real-world weights: checkpoints, other types, old layouts, odd names."""

import pickle
import struct
from pathlib import Path
from typing import Any

import chainer
import numpy as np
import paddle
import pytest
import torch
from safetensors.torch import save_file

from archspec.weights.errors import WeightsError, WeightsWarning
from archspec.weights.files import read_raw
from tests.commands import bad, good, run
from tests.weights.framework_files import SPEC, TEXT, WEIGHTS, Own, spec_of, tensors
from tests.weights.own_calls import assert_bits
from tests.wording import Wording

pytestmark = pytest.mark.quick

# --- checkpoints ------------------------------------------------------------------------


def test_the_choice_among_state_dicts(tmp_path: Path, wording: Wording) -> None:
    path = str(tmp_path / "w.ckpt")
    torch.save({"a": {"model": tensors(), "ema": tensors(1, "module.")}}, path)
    with wording.warns(WeightsWarning):
        assert_bits(SPEC.load_weights(path), WEIGHTS)
    with wording.warns(WeightsWarning):
        assert_bits(SPEC.load_weights(path, key="a"), WEIGHTS)
    rules = [(r"^module\.", "")]
    found = SPEC.load_weights(path, key="a.ema", map=rules)
    assert_bits(found, SPEC.load_weights(path, key="a.ema.module"))
    assert np.array_equal(found["fc.bias"], WEIGHTS["fc.bias"] + 1)
    net = SPEC.build("torch", weights=path, key="a.ema", map=rules)
    assert_bits(SPEC.weights_of("torch", net), found)
    with wording.raises(WeightsError):
        SPEC.load_weights(path, key="b")
    with wording.raises(TypeError):
        SPEC.build("torch", weights=WEIGHTS, key="a")
    text = good("weights", "show", path)
    assert "a.model  " in text and "a.ema  " in text and "fc.bias" in text
    assert "module.fc.bias" in good("weights", "show", path, "--key", "a.ema")


def test_several_state_dicts_without_a_usual_name(
    tmp_path: Path, wording: Wording
) -> None:
    path = str(tmp_path / "w.pth")
    torch.save({"netG": tensors(), "netD": tensors(1)}, path)
    with wording.raises(WeightsError):
        SPEC.load_weights(path)
    assert "netG" in good("weights", "show", path)
    assert_bits(SPEC.load_weights(path, key="netG"), WEIGHTS)
    both = ("--key", "netG", "--key", "netD")
    done = run("weights", "diff", path, path, *both)
    assert done.exit_code == 1
    wording(done.stdout.splitlines()[-1])
    wording(good("weights", "diff", path, path, "--key", "netG"))
    wording(bad(2, "weights", "diff", path, path, *both, "--key", "a"))


def test_what_is_ignored_is_listed_and_not_needed(
    tmp_path: Path, wording: Wording
) -> None:
    path, out, spec = (str(tmp_path / n) for n in ("w.pt", "o.npz", "net.yaml"))
    Path(spec).write_text(TEXT)
    held: dict[str, Any] = {**tensors(0, "module."), "n_averaged": torch.tensor(3)}
    torch.save({**held, "extra": Own()}, path)
    arguments = ("weights", "convert", path, out, "--spec", spec)
    rules = ("--map", r"^module\.=", "--ignore", "^(n_averaged|fc.*)$")
    wording(bad(1, *arguments, *rules))
    done = run(*arguments, *rules, "--ignore", "extra")
    assert (done.exit_code, done.stdout) == (0, out + "\n")
    wording(done.stderr)
    assert_bits(SPEC.load_weights(out), WEIGHTS)
    assert "--ignore" in bad(2, *arguments, "--ignore", "(")


def test_a_stand_in_among_the_weights_is_named(
    tmp_path: Path, wording: Wording
) -> None:
    path = tmp_path / "w.pt"
    torch.save({"state_dict": {**tensors(), "fc.weight": Own()}}, path)
    with wording.raises(WeightsError):
        SPEC.load_weights(path)
    torch.save({"model": torch.nn.Linear(2, 2), "epoch": 3}, path)
    with wording.raises(WeightsError):
        SPEC.load_weights(path)


def test_the_state_of_an_optimizer_is_refused(tmp_path: Path, wording: Wording) -> None:
    net = SPEC.build("paddle")
    adam = paddle.optimizer.Adam(parameters=net.parameters())
    net(paddle.ones([2, 3, 8, 8])).sum().backward()
    adam.step()
    paddle.save(adam.state_dict(), str(tmp_path / "w.pdopt"))
    with wording.raises(WeightsError):
        SPEC.load_weights(tmp_path / "w.pdopt")


# --- types ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["bfloat16", "float16", "float32"])
def test_types_are_widened_exactly(kind: str, tmp_path: Path, wording: Wording) -> None:
    narrow = {n: t.to(getattr(torch, kind)) for n, t in tensors().items() if t.ndim}
    torch.save(narrow, tmp_path / "w.pt")
    save_file(narrow, tmp_path / "w.bin")
    for name in ("w.pt", "w.bin"):
        for dtype in ("float32", "float64"):
            wide = {n: t.to(getattr(torch, dtype)).numpy() for n, t in narrow.items()}
            assert_bits(SPEC.load_weights(tmp_path / name, dtype=dtype), wide)
        net = SPEC.build("torch", weights=tmp_path / name)
        found = SPEC.weights_of("torch", net)
        assert_bits(found, {n: t.float().numpy() for n, t in narrow.items()})
    assert kind in good("weights", "show", str(tmp_path / "w.pt"))
    if kind == "bfloat16":
        with wording.raises(WeightsError):
            SPEC.load_weights(tmp_path / "w.pt")
    if kind == "float32":
        with wording.raises(WeightsError):
            SPEC.load_weights(tmp_path / "w.pt", dtype="float16")


def test_bfloat16_of_paddle(tmp_path: Path) -> None:
    held = {"a": paddle.to_tensor([1.5, -3.0]).astype("bfloat16")}
    paddle.save(held, str(tmp_path / "w.pdparams"))
    text = good("weights", "show", str(tmp_path / "w.pdparams"))
    assert "bfloat16  (2,)" in text and "1.5" in text


def test_tensors_without_axes_or_numbers(tmp_path: Path) -> None:
    import mxnet

    with mxnet.util.np_shape(True):
        held = {"s": mxnet.np.array(2.5), "e": mxnet.np.zeros((0, 3))}
        path = str(tmp_path / "w.params")
        mxnet.nd.save(path, {n: a.as_nd_ndarray() for n, a in held.items()})
    assert_bits(read_raw(path), {"s": np.array(2.5, "f4"), "e": np.zeros((0, 3), "f4")})


@pytest.mark.parametrize("magic", [(), (0xF993FAC8,)])
def test_lists_of_mxnet_before_0_12(magic: tuple[int, ...], tmp_path: Path) -> None:
    import mxnet

    array = np.arange(6, dtype="f4").reshape(2, 3)
    sizes = struct.pack("<II" if not magic else "<qq", *array.shape)
    head = struct.pack(f"<{len(magic) + 1}I", *magic, array.ndim)
    one = head + sizes + struct.pack("<iii", 1, 0, 0) + array.tobytes()
    data = struct.pack("<QQQ", 0x112, 0, 1) + one + struct.pack("<QQ", 1, 1) + b"a"
    path = tmp_path / "w.params"
    path.write_bytes(data)
    assert np.array_equal(mxnet.nd.load(str(path))["a"].asnumpy(), array)
    assert_bits(read_raw(str(path)), {"a": array})


# --- names ------------------------------------------------------------------------------


def test_snapshots_of_chainers_trainer(tmp_path: Path, wording: Wording) -> None:
    net = SPEC.build("chainer", weights=WEIGHTS)
    model = chainer.links.Classifier(net)
    optimizer = chainer.optimizers.Adam().setup(model)
    data = chainer.iterators.SerialIterator([(np.ones((3, 8, 8), "f4"), 0)], 1)
    updater = chainer.training.StandardUpdater(data, optimizer)
    trainer = chainer.training.Trainer(updater, (1, "iteration"), str(tmp_path))
    trainer.extend(chainer.training.extensions.LogReport())
    snapshot = chainer.training.extensions.snapshot()
    trainer.extend(snapshot, trigger=(1, "iteration"))
    trainer.run()
    weights = SPEC.weights_of("chainer", net)
    assert_bits(SPEC.load_weights(tmp_path / "snapshot_iter_1"), weights)
    key = "updater/model:main/predictor"
    assert_bits(SPEC.load_weights(tmp_path / "snapshot_iter_1", key=key), weights)
    with np.load(tmp_path / "snapshot_iter_1", allow_pickle=True) as held:
        two = {n: held[n] for n in held.files}
    again = {n.replace("main", "ema"): a for n, a in two.items() if "model:" in n}
    np.savez(tmp_path / "two.npz", odd=np.array([{}], object), **two, **again)
    with wording.raises(WeightsError):
        SPEC.load_weights(tmp_path / "two.npz")
    assert_bits(SPEC.load_weights(tmp_path / "two.npz", key=key), weights)
    assert "'odd'" in good("weights", "show", str(tmp_path / "two.npz"))


def test_global_names_of_paddle(tmp_path: Path) -> None:
    table = "StructuredToParameterName@@"
    net = SPEC.build("paddle", weights=WEIGHTS)
    names = {name: tensor.name for name, tensor in net.state_dict().items()}
    held = {tensor.name: tensor.numpy() for tensor in net.state_dict().values()}
    (tmp_path / "w").write_bytes(pickle.dumps({**held, table: names}))
    assert_bits(SPEC.load_weights(tmp_path / "w"), WEIGHTS)


def test_arrays_that_may_be_of_two_frameworks(tmp_path: Path, wording: Wording) -> None:
    spec = spec_of("name: D\ninput: [4]\nbody: {fc: {op: dense, units: 4}}\n")
    weights = spec.init_weights(dtype="float32")
    path = tmp_path / "w.pkl"
    path.write_bytes(pickle.dumps(weights))
    with wording.raises(WeightsError):
        spec.load_weights(path)
    assert_bits(spec.load_weights(path, format="torch"), weights)
    turned = spec.load_weights(path, format="paddle")["fc.weight"]
    assert np.array_equal(turned, weights["fc.weight"].T)
    path.write_bytes(pickle.dumps({n: torch.from_numpy(a) for n, a in weights.items()}))
    assert_bits(spec.load_weights(path), weights)
    spec.save_weights(path, weights, format="paddle")
    assert_bits(spec.load_weights(path), weights)
