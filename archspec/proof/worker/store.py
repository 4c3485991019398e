"""Arrays on disk, by name: what the reference expects, read where it is needed."""

from __future__ import annotations

import json
import mmap
import os
import threading
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


_decode = json.JSONDecoder().decode  # which a file under proof does not change
_ALIGNED = 64  # bytes: where an array may begin


class Store:
    """A folder with a file of arrays, and an index that is renewed by `save`.

    The file is mapped into memory where it is read, so that four processes share it.

    Attributes:
        folder: where it is.
    """

    def __init__(self, folder: str):
        self.folder = folder
        # File (from the folder, or from the root), first byte, dtype and shape.
        self._places: dict[str, tuple[str, int, str, list[int]]] = {}
        self._end = 0  # of what was written
        self._maps: dict[str, mmap.mmap] = {}
        self._linked: dict[str, Store] = {}
        self._index = os.path.join(folder, "index.json")
        self._writing = threading.Lock()
        self._closed = False
        self.load()

    def load(self) -> None:
        """Learn the names that were saved since."""
        if os.path.exists(self._index):
            with open(self._index) as file:
                self._places = _decode(file.read())

    def save(self) -> None:
        """Let readers know the names that were put."""
        with self._writing:
            self._refuse_if_closed()
            with open(self._index + ".new", "w") as file:
                json.dump(self._places, file)
            # At once, since a reader may be looking.
            os.replace(self._index + ".new", self._index)

    def close(self) -> None:
        """Write no more: the folder is about to be removed."""
        with self._writing:
            self._closed = True

    def put(self, name: str, array: NDArray[Any]) -> None:
        """Write ``array``; it can be read by others after `save`.

        Raises OSError if it cannot be, or if somebody else wrote to the file.
        """
        data = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
        with self._writing:
            self._refuse_if_closed()
            with open(os.path.join(self.folder, "arrays"), "ab") as file:
                if file.tell() != self._end:
                    raise OSError("the file of the arrays was changed")
                file.write(data.data)
                file.write(bytes(-len(data) % _ALIGNED))
        start, self._end = self._end, self._end + len(data) + -len(data) % _ALIGNED
        self._places[name] = ("arrays", start, array.dtype.str, [*array.shape])

    def link(self, name: str, folder: str) -> None:
        """Have the array that the store in ``folder`` has under the same name."""
        if folder not in self._linked:
            self._linked[folder] = Store(folder)
        file, start, dtype, shape = self._linked[folder]._places[name]
        self._places[name] = (os.path.join(folder, file), start, dtype, shape)

    def __getitem__(self, name: str) -> NDArray[Any]:
        file, start, dtype, shape = self._places[name]
        kind, count = np.dtype(dtype), int(np.prod(shape))
        if not count:
            return np.empty(shape, kind)
        mapped = self._mapped(file, start + count * kind.itemsize)
        return np.frombuffer(mapped, kind, count, start).reshape(shape)

    def group(self, prefix: str) -> dict[str, NDArray[Any]]:
        """The arrays whose names begin with ``prefix``, without it."""
        names = [name for name in self._places if name.startswith(prefix)]
        return {name[len(prefix) :]: self[name] for name in names}

    def _mapped(self, file: str, end: int) -> mmap.mmap:
        """The bytes of ``file``, which are mapped anew where it has grown."""
        held = self._maps.get(file)
        if held is None or len(held) < end:
            with open(os.path.join(self.folder, file), "rb") as opened:
                held = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
            if len(held) < end:
                raise OSError("the file of the arrays was cut short")
            self._maps[file] = held
        return held

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise ValueError("the store is closed")
