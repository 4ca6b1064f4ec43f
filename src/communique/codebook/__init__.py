"""The vocabulary, as YAML files beside this module, and the one function that loads them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load(name: str) -> Any:
    """The contents of ``<name>.yaml``, read once a process; callers must not change them.

    Args:
        name: the file's name without its ending.

    Raises:
        FileNotFoundError: there is no such vocabulary.
    """
    return yaml.load(files(__name__).joinpath(f"{name}.yaml").read_text("utf-8"), Loader=_Loader)


@cache
def words_of(name: str, key: str) -> frozenset[str]:
    """The words under one key of a vocabulary, as a set."""
    return frozenset(load(name)[key])
