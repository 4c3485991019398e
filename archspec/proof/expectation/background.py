"""Sequential work in a daemon thread."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Background:
    """A thread and its tasks, each of which has a future.

    The executors of `concurrent.futures` finish running tasks, and keep the interpreter
    alive meanwhile. Here an interruption must be fast: `stop` abandons a running task.
    """

    def __init__(self) -> None:
        self._tasks: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._futures: list[Future[Any]] = []
        self._lock = threading.Lock()
        threading.Thread(target=self._work, daemon=True).start()

    def submit(
        self, function: Callable[P, T], /, *args: P.args, **kw: P.kwargs
    ) -> "Future[T]":
        """Run the task after all earlier ones."""
        future: Future[T] = Future()

        def task() -> None:
            if future.done():
                return
            try:
                result = function(*args, **kw)
            except BaseException as error:
                self._settle(future, None, error)
            else:
                self._settle(future, result, None)

        self._futures.append(future)
        self._tasks.put(task)
        return future

    def stop(self) -> None:
        """All futures that are not done raise CancelledError, now and later."""
        for future in self._futures:
            self._settle(future, None, CancelledError())
        self._tasks.put(None)

    def _settle(
        self, future: "Future[Any]", result: Any, error: BaseException | None
    ) -> None:
        with self._lock:
            if future.done():
                return
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

    def _work(self) -> None:
        while task := self._tasks.get():
            task()
