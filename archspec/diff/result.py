"""The result of `archspec.Spec.diff`."""

from archspec.diff.changes import Changes
from archspec.diff.text import diff_text
from archspec.record import record


@record
class Diff(Changes):
    """The differences that `archspec.Spec.diff` found."""

    def __repr__(self) -> str:
        """The numbers of differing nodes by kind, on one line."""
        before, after = self.totals["name"]
        if self.equal:
            return f"<Diff {before}, {after}: equal>"
        counts = f"{len(self.added)} added, {len(self.removed)} removed"
        counts += f", {len(self.changed)} changed, {len(self.renamed)} renamed"
        return f"<Diff {before}, {after}: nodes: {counts}>"

    def __str__(self) -> str:
        """The tables that ``archspec diff`` prints."""
        return diff_text(self)
