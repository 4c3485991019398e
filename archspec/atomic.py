"""Files that appear whole or not at all."""

import os
import stat


def write_whole(path: str, data: bytes) -> None:
    """Write a file. Raises OSError, and then leaves what was there before."""
    for temporary, place in prepare(path, data):
        try:
            os.replace(temporary, place)
        except OSError:
            os.unlink(temporary)
            raise


def prepare(path: str, data: bytes) -> list[tuple[str, str]]:
    """``data`` in a new file beside ``path``: what is to be renamed, and to what.

    Raises OSError.
    """
    # A link keeps pointing to its file, and that gets the data.
    place = os.path.realpath(path)
    if os.path.exists(place) and not stat.S_ISREG(os.stat(place).st_mode):
        # A device or a pipe must be written to: a rename would put a file in its place.
        with open(place, "wb") as file:
            file.write(data)
        return []
    folder, name = os.path.split(place)
    os.makedirs(folder, exist_ok=True)
    temporary = os.path.join(folder, f".{name}.{os.getpid()}.tmp")
    with open(temporary, "xb") as file:
        try:
            if os.path.exists(place):
                os.chmod(temporary, stat.S_IMODE(os.stat(place).st_mode))
            file.write(data)
        except OSError:
            os.unlink(temporary)
            raise
    return [(temporary, place)]
