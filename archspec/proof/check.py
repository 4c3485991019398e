"""The proof of one backend, level by level."""

from archspec.proof.levels import PROOFS
from archspec.proof.options import Progress
from archspec.proof.processes.process import WorkerError
from archspec.proof.reports.report import (
    LEVELS,
    BackendReport,
    Finding,
    Level,
    LevelResult,
    Status,
)
from archspec.proof.talk import Differs, Talk


def check(talk: Talk, progress: Progress) -> BackendReport:
    """Prove up to the requested level, or until a level fails."""
    levels: list[LevelResult] = []
    findings: list[Finding] = []
    status: Status = "ok"
    progress(talk.backend, "import")
    try:
        talk.worker.begin(talk.options.timeout, talk.expected.folder)
        for level in LEVELS[: LEVELS.index(talk.options.level) + 1]:
            progress(talk.backend, level)
            levels.append(_level(talk, level, findings))
    except Differs as difference:
        findings += difference.findings
        levels.append(LevelResult(LEVELS[len(levels)], False))
    except WorkerError as error:
        status = "timeout" if error.late else "crashed"
        line, calls = error.answer.get("line") or 0, error.answer.get("calls", ())
        if "files" in error.answer:
            talk.places.sources.add(error.answer["files"])
        level = LEVELS[len(levels)]
        inside = error.answer.get("inside", ())[-1:]
        node = next((node for node in talk.graph.nodes if node.owner in inside), None)
        findings.append(talk.places.finding(level, str(error), node, line, calls=calls))
        levels.append(LevelResult(level, False))
    except OSError as error:  # the file may delete files that it shares with the proof
        status = "crashed"
        level = LEVELS[len(levels)]
        message = f"the expected values cannot be written: {error}"
        findings.append(talk.places.finding(level, message))
        levels.append(LevelResult(level, False))
    if findings and status == "ok":
        status = "differs"
    progress(talk.backend, status)
    return BackendReport(
        talk.backend,
        status,
        version=talk.worker.version,
        file=talk.file.name,
        levels=tuple(levels),
        findings=tuple(findings),
        known=tuple(talk.known),
        sizes=tuple(talk.sizes),
        arguments=tuple(talk.arguments),
        forms=tuple(talk.forms),
        notes=tuple(talk.notes),
        ignored=tuple(talk.ignored),
        map=tuple(talk.map),
        seconds=talk.worker.seconds,
        memory=talk.worker.peak,
    )


def _level(talk: Talk, level: Level, findings: list[Finding]) -> LevelResult:
    """The result of a level; collects findings that do not prevent later levels."""
    try:
        return PROOFS[level](talk)
    except Differs as difference:
        if level != "init":
            raise
        # Other levels set the weights, so they do not depend on initial values.
        findings += difference.findings
        return LevelResult(level, False)
