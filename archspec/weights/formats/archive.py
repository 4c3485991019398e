"""Reads zip files without inflating what is not weights."""

import io
import zipfile
import zlib

from archspec.weights.errors import Malformed

# A network fresh from its initialisers may well be small when packed, but then it is not
# large in itself either.
FREE, RATIO = 2**30, 20


class Archive:
    """The members of a zip file, none of which is read before it is asked for.

    Raises Malformed for anything but a sound zip of a credible size.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _ERRORS as error:
            raise Malformed(
                f"its zip file is damaged or cut short ({error})",
                "copy or download it again",
            ) from None
        infos = self._zip.infolist()
        self._members = {info.filename: info for info in infos}
        if len(self._members) < len(infos):
            raise Malformed("its zip file has two members of one name")
        total = sum(info.file_size for info in infos)
        if total > max(FREE, RATIO * len(data)):
            raise Malformed(
                f"it says that its {len(data):,} bytes inflate to {total:,}: nothing "
                "was inflated"
            )

    @property
    def names(self) -> list[str]:
        """The members in the order of the file."""
        return list(self._members)

    def read(self, name: str) -> bytes:
        """A whole member. Raises Malformed if it is missing or damaged."""
        if name not in self._members:
            raise Malformed(f"its zip file has no member {name!r}")
        info = self._members[name]
        try:
            # Reading ends at the size that the file states, which the total has counted.
            data = self._zip.read(info)
        except _ERRORS as error:
            raise Malformed(f"member {name!r} cannot be read: {error}") from None
        if len(data) != info.file_size:
            raise Malformed(f"member {name!r} is cut short")
        return data


_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    # Of encryption, of methods that Python lacks, and of texts and numbers inside.
    *(RuntimeError, NotImplementedError, ValueError, OverflowError),
)
