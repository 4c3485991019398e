"""A report for a notebook."""

from archspec.proof.reports.report import Results
from archspec.proof.reports.text import below, report_table
from archspec.view.markup import page, row, table, text


def report_html(report: Results) -> str:
    """A self-contained element: the table, and the differences below it."""
    head, rows = report_table([report])
    lines = [row([text(cell) for cell in head], tag="th")]
    lines += [row([text(cell) for cell in cells]) for cells in rows]
    parts = [table(lines)]
    paragraphs = (part for one in report.backends for part in below(one))
    parts += [f"<pre>{text(part.strip(), LONGEST)}</pre>" for part in paragraphs]
    return page(parts)


LONGEST = (
    4000  # characters of a difference: the output of a crashed process may be long
)
