"""Releases memory between networks."""

import ctypes
import gc
import os


def release() -> None:
    """Collect garbage, and release freed memory to the operating system.

    The C library of Linux keeps memory freed by each thread for later threads, which
    added up to gigabytes over several networks (measured).
    """
    gc.collect()
    if os.name == "posix":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it
        if trim is not None:
            trim(0)
