"""The result of a proof."""

from archspec.proof.reports.html import report_html
from archspec.proof.reports.report import Results
from archspec.proof.reports.text import report_text
from archspec.record import record


@record
class Report(Results):
    """The report of `archspec.Spec.verify`: ``print`` shows the table and all
    differences.
    """

    def __repr__(self) -> str:
        """The verdict on each backend, on one line."""
        found = ", ".join(f"{one.backend} {one.status}" for one in self.backends)
        verdict = "ok" if self.ok else "not ok"
        return f"<Report {self.spec}: {verdict} at level {self.level}: {found}>"

    def __str__(self) -> str:
        """The table that ``archspec verify`` prints, and every difference below it."""
        return report_text([self])

    def _repr_html_(self) -> str:
        """For notebooks: the table and all differences."""
        return report_html(self)
