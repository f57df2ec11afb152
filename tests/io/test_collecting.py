"""The search for cycles waits while a document becomes objects, and is as it was before afterwards."""

from __future__ import annotations

import gc
import io
import os
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

import loms
from loms.io import binding
from loms.io.collecting import collection_put_off
from tests.support.documents import ROOT

EXAMPLE = (ROOT / "examples" / "courses-loms.xml").read_bytes()


@pytest.fixture(autouse=True)
def collector() -> Iterator[None]:
    """Leaves the collector on."""
    gc.enable()
    yield
    gc.enable()


def test_it_waits_while_objects_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    was_on: list[bool] = []
    plain = binding.bind

    def bind(*arguments: Any, **options: Any) -> Any:
        was_on.append(gc.isenabled())
        return plain(*arguments, **options)

    monkeypatch.setattr("loms.io.read.bind", bind)
    loms.read(io.BytesIO(EXAMPLE))
    assert was_on == [False]
    assert gc.isenabled()


def test_it_goes_on_after_an_error() -> None:
    with pytest.raises(KeyError), collection_put_off():
        raise KeyError
    assert gc.isenabled()


def test_it_stays_off_for_who_turned_it_off() -> None:
    gc.disable()
    with collection_put_off():
        pass
    assert not gc.isenabled()


def test_it_goes_on_after_blocks_of_several_threads_that_overlap() -> None:
    inside, leave = threading.Event(), threading.Event()

    def other() -> None:
        with collection_put_off():
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=other)
    with collection_put_off():
        thread.start()
        assert inside.wait(10)
    leave.set()
    thread.join()
    assert gc.isenabled()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork.")
def test_it_is_on_in_a_process_that_was_forked_meanwhile() -> None:
    with collection_put_off():
        child = os.fork()
        if child == 0:
            os._exit(0 if gc.isenabled() else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert not gc.isenabled()
