"""Reports of proofs as text: a table, then every difference with its places."""

from collections.abc import Iterator, Mapping, Sequence

from archspec.proof.report import (
    ASIDE,
    LEVELS,
    BackendReport,
    Finding,
    Level,
    LevelResult,
    Report,
)
from archspec.view.tables import grid

SHOWN = 10  # differences of a backend that are listed


def report_text(reports: Sequence[Report]) -> str:
    """The table of all reports, and what differs below it."""
    text = grid(*report_table(reports))
    return text + "".join(
        part for report in reports for one in report.backends for part in below(one)
    )


def report_table(reports: Sequence[Report]) -> tuple[list[str], list[list[str]]]:
    """The headline and a row for each backend of each report."""
    level = max((LEVELS.index(report.level) for report in reports), default=0)
    levels = LEVELS[: level + 1]
    head = ["spec", "backend", "version", *levels]
    if "forward" in levels:
        head.append("float32")
    rows = [
        _row(report, backend, levels, "float32" in head)
        for report in reports
        for backend in report.backends
    ]
    return [*head, "time", "memory", "result"], rows


def first_difference(report: Report) -> str:
    """Why a report is not ok, in one line: the first backend, the first difference."""
    for one in report.backends:
        if one.findings and one.status not in ASIDE:
            return difference(one, one.findings[0]).partition("\n")[0]
        if one.status not in ("ok", *ASIDE):
            return f"{one.backend}: {RESULTS[one.status]}"
    aside = ", ".join(
        f"{one.backend}: {RESULTS[one.status]}" for one in report.backends
    )
    return f"no backend was proved: {aside}"


def _row(
    report: Report, backend: BackendReport, levels: Sequence[Level], float32: bool
) -> list[str]:
    found = {result.level: result for result in backend.levels}
    cells = [report.spec, backend.backend, backend.version]
    cells += [_cell(found.get(level)) for level in levels]
    if float32:
        forward = found.get("forward")
        error = forward.float32 if forward else None
        cells.append(f"{error[0]:.1e} (floor {error[1]:.1e})" if error else "")
    memory = f"{backend.memory / 2**20:.0f} MiB" if backend.memory else ""
    seconds = f"{backend.seconds:.1f} s" if backend.seconds else ""
    return [*cells, seconds, memory, RESULTS[backend.status]]


RESULTS = {
    "ok": "ok",
    "differs": "DIFFERS",
    "refused": "cannot express it",
    "crashed": "CRASHED",
    "timeout": "TOO LATE",
    "missing": "not installed",
}


def _cell(result: LevelResult | None) -> str:
    if result is None:
        return ""
    if not result.ok:
        return "no"
    if result.worst is None:
        noun = "tensors" if result.level == "init" else "nodes"
        return f"{result.compared} {noun}"
    return f"{result.worst:.1e}"


def below(backend: BackendReport) -> Iterator[str]:
    """What there is to say of one backend: a paragraph each."""
    for known in backend.known:
        yield f"\n{backend.backend}: known difference: {known}\n"
    for result in backend.levels:
        if result.unseen:
            names = _some(result.unseen)
            yield f"\n{backend.backend}: not computed on their own: {names}\n"
        if result.unreached:
            names = _some(result.unreached)
            yield f"\n{backend.backend}: proved on one side of a bend only: {names}\n"
        if result.few:
            names = _some(result.few)
            yield f"\n{backend.backend}: too few initial values to tell laws apart: {names}\n"
    for finding in backend.findings[:SHOWN]:
        yield "\n" + difference(backend, finding)
    more = len(backend.findings) - SHOWN
    if more > 0:
        yield f"\n{backend.backend}: and {more} more\n"


def _some(names: Sequence[str]) -> str:
    shown, more = ", ".join(names[:SHOWN]), len(names) - SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def difference(backend: BackendReport, finding: Finding) -> str:
    """One difference with its places."""
    node = f" at {finding.node} ({finding.op})" if finding.node else ""
    lines = [f"{backend.backend}: {finding.level}{node}: {finding.message}"]
    if finding.error is not None:
        lines[0] += f" (relative error {finding.error:.1e})"
    if finding.spec:
        lines.append(f"  --> {finding.spec}")
    if finding.file:
        lines.append(f"  --> {finding.file}: {finding.text}")
    if finding.call:
        lines.append(f"  --> {finding.call}")
    for noun, values in (("expected", finding.expected), ("found", finding.found)):
        if values:
            lines.append(f"  {noun:<9} {_statistics(values)}")
    return "\n".join(lines) + "\n"


def _statistics(values: Mapping[str, float]) -> str:
    return "  ".join(f"{name} {value:.6g}" for name, value in values.items())
