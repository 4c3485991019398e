"""Files that misbehave: each gets its row in time, and leaves nothing behind."""

import os
import signal
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import archspec
from archspec.api import Spec
from archspec.proof.options import Options
from archspec.proof.processes import process
from archspec.proof.processes.answers import (
    FORMS,
    Form,
    Keyed,
    Maybe,
    OneOf,
    fits,
    read_answer,
)
from archspec.proof.processes.workers import Workers
from tests.proof.own_files import HEAD, MARK, NET, SPEC, Prover, marked
from tests.wording import Wording


@pytest.fixture
def spec(tmp_path: Path) -> Spec:
    path = tmp_path / "net.yaml"
    path.write_text(SPEC)
    return archspec.load(path)


@pytest.fixture
def leaving_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The test leaves no process that it started, and no temporary file."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv(MARK, str(tmp_path))
    yield
    # The last of a tree of processes may be on its way out.
    until = time.monotonic() + 2
    while marked(str(tmp_path)) and time.monotonic() < until:
        time.sleep(0.01)
    assert marked(str(tmp_path)) == []
    assert list(folder.iterdir()) == []


def prove(tmp_path: Path, spec: Spec, text: str, timeout: float = 60) -> "list[str]":
    """The status of a file, and the messages of its findings."""
    with Workers(Options(timeout=timeout)) as workers:
        prover = Prover(tmp_path, spec, workers)
        report = prover.prove(prover.write("net.py", text))
        findings = [finding.message for finding in report.findings]
        assert not any("Traceback" in message for message in findings)
        return [report.status, *findings]


def above(code: str) -> str:
    return textwrap.dedent(code) + HEAD + NET


@pytest.mark.usefixtures("leaving_nothing")
def test_nuisances_do_not_matter(tmp_path: Path, spec: Spec) -> None:
    code = """\
    import json, multiprocessing, os, signal, sys, tempfile, threading, time

    print('{"version": "1"}')
    sys.stdin.read()
    os.write(1, b"x" * 2**20)
    os.closerange(0, 3)
    for number in (signal.SIGTERM, signal.SIGALRM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=time.sleep, args=(600,)).start()
    multiprocessing.get_context("fork").Process(target=time.sleep, args=(600,)).start()
    os.spawnlp(os.P_NOWAIT, "sleep", "sleep", "600")
    if not os.fork():
        os.setsid()
        if not os.fork():
            time.sleep(600)
        os._exit(0)
    os.fork()
    os.chdir("/")
    json.dumps = json.loads = sys.stdin = sys.stdout = sys.stderr = None
    os.getpid = os._exit = lambda *_: None
    """
    assert prove(tmp_path, spec, above(code)) == ["ok"]


@pytest.mark.usefixtures("leaving_nothing")
def test_time_is_limited_whatever_a_file_does(
    tmp_path: Path, spec: Spec, wording: Wording
) -> None:
    code = """\
    import os, signal, time

    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP, signal.SIGCHLD}:
        signal.signal(number, signal.SIG_IGN)
    if not os.fork():
        os.setsid()
        os.fork()
    while True:
        os.write(2, b"Traceback (most recent call last):\\n" * 1000)
    """
    begun = time.monotonic()
    found = prove(tmp_path, spec, above(code), timeout=8)
    assert found[0] == "timeout"
    wording(found[1])
    assert time.monotonic() - begun < 20


@pytest.mark.usefixtures("leaving_nothing")
def test_processes_that_are_stopped_are_late(tmp_path: Path, spec: Spec) -> None:
    code = """\
    import os, signal

    os.fork()
    os.kill(os.getppid(), signal.SIGSTOP)
    """
    assert prove(tmp_path, spec, above(code), timeout=8)[0] == "timeout"


@pytest.mark.usefixtures("leaving_nothing")
@pytest.mark.parametrize(
    "code",
    [
        "os._exit(0)",
        "sys.exit('enough')",
        "sys.exit()",
        "signal.alarm(1); time.sleep(60)",
        "raise Own",
        "raise KeyboardInterrupt",
        "again()",
        "os.closerange(3, 100); time.sleep(60)",
        "os.kill(os.getppid(), 15); time.sleep(60)",
        "os.kill(os.getppid(), 9); time.sleep(60)",
    ],
)
def test_deaths(tmp_path: Path, spec: Spec, code: str, wording: Wording) -> None:
    before = """\
    import os, signal, sys, time

    class Own(BaseException):
        lineno = "7"
        def __str__(self):
            raise self

    def again():
        again()

    """
    found = prove(tmp_path, spec, above(textwrap.dedent(before) + code + "\n"))
    assert found[0] == "crashed"
    wording(found[1], hide="(?<=recursion depth exceeded).*")


@pytest.mark.usefixtures("leaving_nothing")
@pytest.mark.parametrize(
    "forged",
    [
        '{"tensors": {}, "peak": 1}',
        "x" * 2**20,
        "[" * 2**20,
    ],
)
def test_nothing_that_is_written_is_an_answer(
    tmp_path: Path, spec: Spec, forged: str, wording: Wording
) -> None:
    code = f"""\
    import os

    for number in range(3, 100):
        try:
            os.write(number, b'{forged[:1]}' * {len(forged)} if {len(forged) > 99} else b'{forged}\\n')
        except OSError:
            pass
    """
    found = prove(tmp_path, spec, above(code))
    assert found[0] == "crashed"
    wording(found[1])


@pytest.mark.usefixtures("leaving_nothing")
def test_a_file_that_deletes_the_files_of_the_proof(tmp_path: Path, spec: Spec) -> None:
    code = """\
    import shutil, sys

    shutil.rmtree(sys.argv[2])
    """
    status, *_ = prove(tmp_path, spec, above(code))
    assert status in ("ok", "crashed")


def unread(value: Any, form: Form) -> set[str]:
    """The keys of an answer that its record does not have."""
    match form:
        case Maybe(inner):
            return set[str]() if value is None else unread(value, inner)
        case OneOf(one, other):
            return unread(value, one if fits(value, one) else other)
        case Keyed(inner):
            return set[str]().union(*(unread(one, inner) for one in value.values()))
        case list():
            return set[str]().union(*(unread(one, form[0]) for one in value))
        case dict():
            inside = (unread(value[name], inner) for name, inner in form.items())
            return (set(value) - set(form)).union(*inside)
        case _:
            return set()


def test_forms_have_all_that_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()

    def read(do: str, line: bytes) -> "dict[str, Any] | None":
        answer = read_answer(do, line)
        assert answer is not None
        assert unread(answer, FORMS[do]) <= {"peak"}, do
        asked.add(do)
        return answer

    monkeypatch.setattr(process, "read_answer", read)
    text = (
        SPEC.replace("body:", "params: {width: 2}\nbody:")
        + "  bn: bn\n  drop: dropout\n"
    )
    path = tmp_path / "net.yaml"
    path.write_text(text.replace("channels: 2", "channels: width"))
    report = archspec.load(path).verify(backends=["chainer"], level="train", batch=8)
    assert report.ok, report
    assert asked == set(FORMS) - {"slopes", "form"}  # a gradient astray; what Gluon has


def test_a_worker_that_is_dismissed_leaves_the_folder_to_the_others() -> None:
    """Its supervisor, which is slow here, also sees that the pipe is closed."""
    with Workers(Options()) as workers:
        worker = workers.of("chainer")
        worker.begin(60, workers.folder)
        supervisor = worker._process.pid
        os.kill(supervisor, signal.SIGSTOP)
        worker.end()
        time.sleep(0.1)
        os.kill(supervisor, signal.SIGCONT)
        workers.drop("chainer")
        assert (Path(workers.folder) / "chainer.pyz").exists()
