"""``archspec verify`` interrupted: fast, clean, and with the results so far."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

import archspec
from tests.proof.own_files import HEAD, MARK, NET, SPEC, marked
from tests.wording import Wording

# Slow where it is told to be: when the file is executed.
SLOW = "import pathlib, time\npathlib.Path(__file__).with_name('began').touch()\ntime.sleep(600)\n"
SOON = 2.0  # seconds


class Run:
    """A run of ``archspec verify`` in a process of its own."""

    def __init__(self, folder: Path, *args: str):
        self.folder, self.temporary = folder, folder / "temporary"
        self.temporary.mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "archspec", "verify", *args, "-b", "chainer"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # The tests may run where it is ignored, as in the background of a shell.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
            env={**os.environ, "TMPDIR": str(self.temporary), MARK: str(folder)},
        )

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until a condition holds."""
        end = time.monotonic() + 60
        while not holds():
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < end
            time.sleep(0.01)

    def stop(self, number: int, group: bool = False) -> tuple[str, str]:
        """Send a signal; all processes have to end soon."""
        (os.killpg if group else os.kill)(self.process.pid, number)
        begun = time.monotonic()
        out, err = self.process.communicate(timeout=60)
        while self.left() and time.monotonic() - begun < 10 * SOON:
            time.sleep(0.01)
        assert self.left() == []
        assert "Traceback" not in err
        return out, err

    def left(self) -> list[str]:
        return [*marked(str(self.folder)), *map(str, self.temporary.iterdir())]


@pytest.fixture
def slow(tmp_path: Path) -> tuple[str, ...]:
    """Arguments of a proof that does not end."""
    (tmp_path / "net.yaml").write_text(SPEC)
    (tmp_path / "net.py").write_text(SLOW + HEAD + NET)
    return (str(tmp_path / "net.yaml"), "--file", str(tmp_path / "net.py"))


@pytest.mark.parametrize(
    ("number", "group", "code"),
    [
        (signal.SIGINT, False, 130),
        (signal.SIGTERM, True, 143),
        (signal.SIGKILL, False, -9),
    ],
)
def test_nothing_is_left(
    tmp_path: Path,
    slow: tuple[str, ...],
    number: int,
    group: bool,
    code: int,
    wording: Wording,
) -> None:
    run = Run(tmp_path, *slow)
    run.until((tmp_path / "began").exists)
    out, err = run.stop(number, group)
    assert (run.process.returncode, out) == (code, "")
    if number != signal.SIGKILL:
        wording(err)


@pytest.mark.parametrize("seconds", [0.2, 0.5, 0.8])
def test_at_any_moment(tmp_path: Path, slow: tuple[str, ...], seconds: float) -> None:
    run = Run(tmp_path, *slow)
    time.sleep(seconds)
    run.stop(signal.SIGTERM)
    assert run.process.returncode in (143, -signal.SIGTERM)


def test_during_an_import_that_catches_everything(tmp_path: Path) -> None:
    (tmp_path / "greedy.py").write_text(
        "import os, signal, time\n"
        "try:\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    time.sleep(0.1)\n"
        "except BaseException:\n"
        "    os._exit(7)\n"
    )
    text = """
        import time
        from archspec.cli.program import program
        with program():
            import greedy
            time.sleep(60)
    """
    begun = time.monotonic()
    result = subprocess.run(
        [sys.executable, "-c", dedent(text)],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{os.getcwd()}"},
        capture_output=True,
        text=True,
    )
    assert (result.returncode, result.stderr) == (143, "")
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_where_exceptions_are_lost(number: int) -> None:
    """Python drops exceptions of callbacks; imports and the collector have callbacks."""
    text = f"""
        import os, signal, time, weakref
        from archspec.cli.program import program
        class Here: pass
        signal.signal({number}, signal.SIG_DFL)
        with program():
            here = Here()
            watched = weakref.ref(here, lambda _: os.kill(os.getpid(), {number}))
            del here
            time.sleep(60)
    """
    begun = time.monotonic()
    result = subprocess.run(
        [sys.executable, "-c", dedent(text)], capture_output=True, text=True
    )
    assert (result.returncode, result.stderr) == (128 + number, "")
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("made", ["gettempdir()", "TemporaryDirectory()"])
@pytest.mark.parametrize("call", ["open", "mkdir"])
def test_while_a_temporary_file_is_made(tmp_path: Path, made: str, call: str) -> None:
    """The signal comes after a file is made and before its removal is arranged."""
    text = f"""
        import os, signal, tempfile, time
        from archspec.cli.program import program
        make = os.{call}
        def made(*args, **kwargs):
            os.{call} = make
            done = make(*args, **kwargs)
            os.kill(os.getpid(), signal.SIGTERM)
            return done
        with program():
            os.{call} = made
            kept = tempfile.{made}
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(60)
    """
    result = subprocess.run(
        [sys.executable, "-c", dedent(text)],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (result.returncode, result.stderr) == (143, "")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("style", ["table", "json"])
def test_what_was_proved_so_far_is_told(
    tmp_path: Path, style: str, wording: Wording
) -> None:
    specs = [tmp_path / f"{name}.yaml" for name in "abcd"]
    for spec in specs:
        spec.write_text(SPEC)
    os.unlink(specs[1])
    os.mkfifo(specs[1])  # whoever reads it waits
    run = Run(tmp_path, *map(str, specs), "--format", style)
    with open(specs[1], "w"):  # which waits until it is opened
        # A signal between that and the read would have to wait for the read to end.
        time.sleep(0.2)
        out, err = run.stop(signal.SIGINT)
    assert run.process.returncode == 130
    wording(err)
    if style == "json":
        assert [one["ok"] for one in json.loads(out)] == [True]
    else:
        assert [line.split()[-1] for line in out.splitlines()[:2]] == ["result", "ok"]


def test_the_library_leaves_signals_alone(tmp_path: Path, slow: Any) -> None:
    handlers = [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)]
    spec = archspec.load(slow[0])
    reports: list[Any] = []

    def verify() -> None:
        reports.append(spec.verify(["chainer"], level="shape"))

    thread = threading.Thread(target=verify)
    thread.start()
    thread.join()
    assert reports[0].ok
    assert handlers == [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)]
