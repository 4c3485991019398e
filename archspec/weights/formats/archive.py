"""Reads zip files and inflates only the requested members."""

import io
import zipfile
import zlib

from archspec.weights.errors import Malformed

# A newly initialised network may compress well, but then it is not large either.
FREE, RATIO = 2**30, 20


class Archive:
    """The members of a zip file, each read on request.

    Raises Malformed for anything except a valid zip of a plausible size.
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
            raise Malformed("its zip file has two members with the same name")
        total = sum(info.file_size for info in infos)
        if total > max(FREE, RATIO * len(data)):
            raise Malformed(
                f"its {len(data):,} bytes claim to inflate to {total:,}: nothing was "
                "inflated"
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
            # Reading ends at the size that the file states, which the total has
            # counted.
            data = self._zip.read(info)
        except _ERRORS as error:
            raise Malformed(f"member {name!r} cannot be read: {error}") from None
        if len(data) != info.file_size:
            raise Malformed(f"member {name!r} is cut short")
        return data


_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    # Raised for encryption, for methods that Python does not have, and for damaged
    # content.
    *(RuntimeError, NotImplementedError, ValueError, OverflowError),
)
