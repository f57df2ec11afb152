"""Lets a package carry the verb of its own name: ``loms.validate`` is a package and can be called."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from types import ModuleType


def make_callable(name: str, verb: Callable[..., object]) -> None:
    """Make the package ``name`` callable as ``verb``.

    The import system binds a package to its parent under its own name, so a function of the same name would be
    replaced by the package at the first ``import loms.validate``. A package that is the function cannot be.

    Args:
        name: Full name of an imported package.
        verb: What a call of the package does.
    """
    package = sys.modules[name]
    package.__class__ = type("CallablePackage", (ModuleType,), {"__call__": staticmethod(verb)})
    # For help() and for editors, which ask the object that is called.
    package.__doc__ = f"{package.__doc__}\n{inspect.getdoc(verb)}"
    package.__dict__["__signature__"] = inspect.signature(verb)
