"""Atomic writes: a file appears complete or not at all."""

import os
import stat


def write_whole(path: str, data: bytes) -> None:
    """Write a file. Raises OSError, and then keeps the previous content."""
    for temporary, place in prepare(path, data):
        try:
            os.replace(temporary, place)
        except OSError:
            os.unlink(temporary)
            raise


def prepare(path: str, data: bytes) -> list[tuple[str, str]]:
    """Write ``data`` to a temporary file beside ``path``.

    Returns the renames that complete the write. Raises OSError.
    """
    # A link keeps pointing to its file, which gets the data.
    place = os.path.realpath(path)
    if os.path.exists(place) and not stat.S_ISREG(os.stat(place).st_mode):
        # Write directly to a device or a pipe: a rename would replace it with a file.
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
