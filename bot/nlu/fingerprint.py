"""Fingerprints of helper modules for Rasa's training cache. Runs in the rasa process, at training.

Rasa's cache sees the source of a component's class only: a change in a helper would keep the old model. Components return this
from `fingerprint_addon`, so that `rasa train` needs no `--force`.
"""

from __future__ import annotations

import hashlib
import inspect
from types import ModuleType


def of_modules(*modules: ModuleType) -> str:
    """One hash over the sources of `modules`."""
    return hashlib.sha256("".join(inspect.getsource(module) for module in modules).encode()).hexdigest()
