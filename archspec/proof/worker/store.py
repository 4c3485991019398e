"""Arrays on disk, by name: what the reference expects, read where it is needed."""

from __future__ import annotations

import json
import os
import threading
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


_decode = json.JSONDecoder().decode  # which a file under proof does not change


class Store:
    """A folder of arrays, with an index that is renewed by `save`.

    Arrays are memory maps when they are read, so that four processes share them.

    Attributes:
        folder: where they are.
    """

    def __init__(self, folder: str):
        self.folder = folder
        self._files: dict[str, str] = {}  # paths from the folder, or from the root
        self._linked: dict[str, Store] = {}
        self._index = os.path.join(folder, "index.json")
        self._writing = threading.Lock()
        self._closed = False
        self.load()

    def load(self) -> None:
        """Learn the names that were saved since."""
        if os.path.exists(self._index):
            with open(self._index) as file:
                self._files = _decode(file.read())

    def save(self) -> None:
        """Let readers know the names that were put."""
        with self._writing:
            self._refuse_if_closed()
            with open(self._index + ".new", "w") as file:
                json.dump(self._files, file)
            # At once, since a reader may be looking.
            os.replace(self._index + ".new", self._index)

    def close(self) -> None:
        """Write no more: the folder is about to be removed."""
        with self._writing:
            self._closed = True

    def put(self, name: str, array: NDArray[Any]) -> None:
        """Write ``array``; it can be read by others after `save`."""
        file = f"{len(self._files)}.npy"
        with self._writing:
            self._refuse_if_closed()
            np.save(os.path.join(self.folder, file), array, allow_pickle=False)
        self._files[name] = file

    def link(self, name: str, folder: str) -> None:
        """Have the array that the store in ``folder`` has under the same name."""
        if folder not in self._linked:
            self._linked[folder] = Store(folder)
        self._files[name] = os.path.join(folder, self._linked[folder]._files[name])

    def __getitem__(self, name: str) -> NDArray[Any]:
        path = os.path.join(self.folder, self._files[name])
        return np.load(path, mmap_mode="r", allow_pickle=False)

    def group(self, prefix: str) -> dict[str, NDArray[Any]]:
        """The arrays whose names begin with ``prefix``, without it."""
        names = [name for name in self._files if name.startswith(prefix)]
        return {name[len(prefix) :]: self[name] for name in names}

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise ValueError("the store is closed")
