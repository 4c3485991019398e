"""The proof of one backend, level by level."""

from archspec.proof.backend_proof import BackendProof, Differs
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


def check(proof: BackendProof, progress: Progress) -> BackendReport:
    """Prove up to the requested level, or until a level fails."""
    levels: list[LevelResult] = []
    findings: list[Finding] = []
    status: Status = "ok"
    progress(proof.backend, "import")
    try:
        proof.worker.begin(proof.options.timeout, proof.expected.folder)
        for level in LEVELS[: LEVELS.index(proof.options.level) + 1]:
            progress(proof.backend, level)
            levels.append(_level(proof, level, findings))
    except Differs as difference:
        findings += difference.findings
        levels.append(LevelResult(LEVELS[len(levels)], False))
    except WorkerError as error:
        status = "timeout" if error.late else "crashed"
        line, calls = error.answer.get("line") or 0, error.answer.get("calls", ())
        if "files" in error.answer:
            proof.places.sources.add(error.answer["files"])
        level = LEVELS[len(levels)]
        inside = error.answer.get("inside", ())[-1:]
        node = next((node for node in proof.graph.nodes if node.owner in inside), None)
        findings.append(
            proof.places.finding(level, str(error), node, line, calls=calls)
        )
        levels.append(LevelResult(level, False))
    except OSError as error:  # the file may delete files that it shares with the proof
        status = "crashed"
        level = LEVELS[len(levels)]
        message = f"the expected values cannot be written: {error}"
        findings.append(proof.places.finding(level, message))
        levels.append(LevelResult(level, False))
    if findings and status == "ok":
        status = "differs"
    progress(proof.backend, status)
    return BackendReport(
        proof.backend,
        status,
        version=proof.worker.version,
        file=proof.file.name,
        levels=tuple(levels),
        findings=tuple(findings),
        known=tuple(proof.known),
        sizes=tuple(proof.sizes),
        arguments=tuple(proof.arguments),
        forms=tuple(proof.forms),
        notes=tuple(proof.notes),
        ignored=tuple(proof.ignored),
        map=tuple(proof.map),
        seconds=proof.worker.seconds,
        memory=proof.worker.peak,
    )


def _level(proof: BackendProof, level: Level, findings: list[Finding]) -> LevelResult:
    """The result of a level; collects findings that do not prevent later levels."""
    try:
        return PROOFS[level](proof)
    except Differs as difference:
        if level != "init":
            raise
        # Other levels set the weights, so they do not depend on initial values.
        findings += difference.findings
        return LevelResult(level, False)
