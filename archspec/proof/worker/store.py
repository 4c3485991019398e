"""Arrays on disk by name: the reference's values, read on demand."""

from __future__ import annotations

import json
import mmap
import os
import threading
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


_decode = json.JSONDecoder().decode  # bound before a file under proof can change it
_ALIGNED = 64  # bytes: the alignment of an array


class Store:
    """A folder with a file of arrays, and an index that `save` renews.

    Readers map the file into memory, so that four processes share it.

    Attributes:
        folder: the folder.
    """

    def __init__(self, folder: str):
        self.folder = folder
        # File (relative to the folder, or absolute), first byte, dtype and shape.
        self._places: dict[str, tuple[str, int, str, list[int]]] = {}
        self._end = 0  # of the written data
        self._maps: dict[str, mmap.mmap] = {}
        self._linked: dict[str, Store] = {}
        self._index = os.path.join(folder, "index.json")
        self._writing = threading.Lock()
        self._closed = False
        self.load()

    def load(self) -> None:
        """Read the names that were saved since the last call."""
        if os.path.exists(self._index):
            with open(self._index) as file:
                self._places = _decode(file.read())

    def save(self) -> None:
        """Publish the names that were put."""
        with self._writing:
            self._refuse_if_closed()
            with open(self._index + ".new", "w") as file:
                json.dump(self._places, file)
            # Atomically, because a reader may be reading.
            os.replace(self._index + ".new", self._index)

    def close(self) -> None:
        """Stop writing: the folder is about to be removed."""
        with self._writing:
            self._closed = True

    def put(self, name: str, array: NDArray[Any]) -> None:
        """Write ``array``, which others can read after `save`.

        Raises OSError if that fails, or if another process wrote to the file.
        """
        data = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
        with self._writing:
            self._refuse_if_closed()
            with open(os.path.join(self.folder, "arrays"), "ab") as file:
                if file.tell() != self._end:
                    raise OSError("the file of arrays was changed")
                file.write(data.data)
                file.write(bytes(-len(data) % _ALIGNED))
        start, self._end = self._end, self._end + len(data) + -len(data) % _ALIGNED
        self._places[name] = ("arrays", start, array.dtype.str, [*array.shape])

    def link(self, name: str, folder: str) -> None:
        """Share the array of the same name in the store in ``folder``."""
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
        """The arrays whose names start with ``prefix``, by the rest of the name."""
        names = [name for name in self._places if name.startswith(prefix)]
        return {name[len(prefix) :]: self[name] for name in names}

    def _mapped(self, file: str, end: int) -> mmap.mmap:
        """The bytes of ``file``, mapped again if it has grown."""
        held = self._maps.get(file)
        if held is None or len(held) < end:
            with open(os.path.join(self.folder, file), "rb") as opened:
                held = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
            if len(held) < end:
                raise OSError("the file of arrays was truncated")
            self._maps[file] = held
        return held

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise ValueError("the store is closed")
