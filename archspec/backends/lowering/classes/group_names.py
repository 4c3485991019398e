"""Names for the classes that groups become."""

from collections.abc import Iterable, Sequence

from archspec.model.names.naming import unused


class GroupNames:
    """Gives each class a unique name.

    Args:
        taken: names that the file already uses.
    """

    def __init__(self, taken: Iterable[str]):
        self._taken = set(taken)

    def new(self, path: Sequence[str]) -> str:
        """A name from the last part of ``path``, or from more parts if that is taken."""
        parts = [_camel(part) for part in path]
        for start in range(len(parts) - 1, -1, -1):
            name = "".join(parts[start:])
            if name and name[0].isalpha() and name not in self._taken:
                break
        else:
            name = "".join(parts)
        name = unused(self._taken, name)
        self._taken.add(name)
        return name


def _camel(part: str) -> str:
    words = part.replace("-", "_").split("_")
    return "".join(word[:1].upper() + word[1:] for word in words)
