"""Modules from emitted source: new, with their lines in tracebacks, without leftovers."""

from __future__ import annotations

import inspect
import linecache
import sys
import traceback

import pytest

from archspec.backends.contract.loading import load_module
from archspec.backends.contract.runtime import (
    load_runtime,
)
from tests.wording import Wording

SOURCE = "class A:\n    def f(self):\n        return 1 / 0  # here\n"


def test_modules_are_fresh_and_their_source_is_shown() -> None:
    one = load_module(SOURCE, "<one>")
    two = load_module(SOURCE, "<two>")
    assert one.__name__ != two.__name__
    assert one.A is not two.A
    assert sys.modules[two.A.__module__] is two
    assert inspect.getsource(two.A) == SOURCE
    with pytest.raises(ZeroDivisionError) as caught:
        two.A().f()
    linecache.checkcache()
    shown = "".join(traceback.format_exception(caught.value))
    assert 'File "<two>", line 3, in f\n    return 1 / 0  # here' in shown


def test_source_that_fails_leaves_no_module() -> None:
    before = set(sys.modules)
    with pytest.raises(ZeroDivisionError):
        load_module("1 / 0", "<fails>")
    with pytest.raises(SyntaxError):
        load_module("1 /", "<wrong>")
    assert set(sys.modules) == before


def test_a_missing_class_is_named_with_those_there(wording: Wording) -> None:
    load_class = load_runtime("torch").load_class
    with wording.raises(ValueError):
        load_class("from pathlib import Path\n" + SOURCE, "B", "<m>")
