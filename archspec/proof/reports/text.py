"""Reports of proofs as text: a table, then every difference with its places."""

from collections.abc import Iterator, Mapping, Sequence

from archspec.proof.reports.report import (
    ASIDE,
    LEVELS,
    BackendReport,
    Finding,
    Level,
    LevelResult,
    Results,
)
from archspec.view.tables import grid

SHOWN = 10  # differences listed per backend


def report_text(reports: Sequence[Results]) -> str:
    """The table of all reports, and the differences below it."""
    text = grid(*report_table(reports))
    for report in reports:
        text += "".join(part for one in report.backends for part in below(one))
        text += "".join(tried(report, len(reports) > 1))
    levels: list[Level] = [report.level for report in reports if report.ok]
    for level in dict.fromkeys(levels):
        text += "".join(_not_compared(level))
    return text


# The comparisons of a level, in words.
_COMPARES: Mapping[Level, str] = {
    "init": "initial values",
    "forward": "values",
    "grad": "gradients",
    "train": "training",
}


def _not_compared(level: Level) -> Iterator[str]:
    left = [_COMPARES[one] for one in LEVELS[LEVELS.index(level) + 1 :]]
    if left:
        yield f"\nnot compared at level {level}: {', '.join(left)}\n"


def tried(report: Results, several: bool) -> Iterator[str]:
    """The sizes and arguments that were tried; equal backends share a paragraph."""
    alike: dict[str, list[str]] = {}
    for one in report.backends:
        for text in _trials(one):
            alike.setdefault(text, []).append(one.backend)
    spec = f"{report.spec}, " if several else ""
    for text, names in alike.items():
        yield f"\n{spec}{', '.join(names)}: {text}\n"


def _trials(backend: BackendReport) -> Iterator[str]:
    for trial in backend.sizes:
        if trial.ok:
            yield f"proved at {trial.value} too"
        elif trial.ok is None:
            yield f"proved at one size only: {trial.why}"
    forms = [trial.name for trial in backend.forms if trial.ok]
    if forms:
        yield f"proved {'; '.join(forms)} too"
    held = [trial.value for trial in backend.arguments if trial.ok]
    if held:
        yield f"proved with other arguments too: {'; '.join(held)}"
    for trial in backend.arguments:
        if trial.ok is None:
            yield f"no other value of {trial.name} was proved: {trial.why}"
    left: dict[str, list[str]] = {}
    for trial in backend.arguments:
        if trial.ok and trial.why:
            left.setdefault(trial.why, []).append(trial.value)
    for why, values in left.items():
        yield f"with {'; '.join(values)}: {why}"


def report_table(reports: Sequence[Results]) -> tuple[list[str], list[list[str]]]:
    """The header and a row for each backend of each report."""
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


def first_difference(report: Results) -> str:
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
    report: Results, backend: BackendReport, levels: Sequence[Level], float32: bool
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
    """The paragraphs about one backend."""
    for known in backend.known:
        yield f"\n{backend.backend}: known difference: {known}\n"
    for note in backend.notes:
        yield f"\n{backend.backend}: {note}\n"
    if backend.ignored:
        yield f"\n{backend.backend}: ignored: {', '.join(backend.ignored)}\n"
    if backend.map:
        rules = "".join(f"\n  --map '{rule}'" for rule in backend.map)
        yield f"\n{backend.backend}: tensors matched by order, as with{rules}\n"
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
        for window in result.hidden:
            yield f"\n{backend.backend}: not proved: {window}\n"
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
    lines += [f"      in {place}" for place in reversed(finding.around)]
    if finding.call:
        lines.append(f"  --> {finding.call}")
    for noun, values in (("expected", finding.expected), ("found", finding.found)):
        if values:
            lines.append(f"  {noun:<9} {_statistics(values)}")
    return "\n".join(lines) + "\n"


def _statistics(values: Mapping[str, float]) -> str:
    return "  ".join(f"{name} {value:.6g}" for name, value in values.items())
