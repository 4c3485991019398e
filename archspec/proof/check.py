"""The proof of one backend, level by level."""

from archspec.proof.levels import PROOFS
from archspec.proof.options import Progress
from archspec.proof.process import WorkerError
from archspec.proof.report import LEVELS, BackendReport, Finding, LevelResult, Status
from archspec.proof.talk import Differs, Talk


def check(talk: Talk, progress: Progress) -> BackendReport:
    """Prove up to the level that is asked for, or as far as it goes."""
    levels: list[LevelResult] = []
    findings: tuple[Finding, ...] = ()
    status: Status = "ok"
    progress(talk.backend, "import")
    try:
        talk.worker.begin(talk.options.timeout, talk.expected.folder)
        for level in LEVELS[: LEVELS.index(talk.options.level) + 1]:
            progress(talk.backend, level)
            levels.append(PROOFS[level](talk))
    except Differs as difference:
        status = "differs"
        findings = difference.findings
    except WorkerError as error:
        status = "timeout" if error.late else "crashed"
        line = error.answer.get("line") or 0
        level = LEVELS[len(levels)]
        inside = error.answer.get("inside", ())[-1:]
        node = next((node for node in talk.graph.nodes if node.owner in inside), None)
        findings = (talk.places.finding(level, str(error), node, line),)
    if findings:
        levels.append(LevelResult(LEVELS[len(levels)], False))
    progress(talk.backend, status)
    return BackendReport(
        talk.backend,
        status,
        version=talk.worker.version,
        file=talk.file.name,
        levels=tuple(levels),
        findings=findings,
        known=tuple(talk.known),
        seconds=talk.worker.seconds,
        memory=talk.worker.peak,
    )
