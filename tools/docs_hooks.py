"""Adds the pages that are rendered from the code when the documentation is built."""

from __future__ import annotations

import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.crosswalks import pages

__all__ = ["on_files"]


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages to the files of the documentation.

    Args:
        files: What there is on disk.
        config: The configuration of the documentation.
    """
    for path, content in pages().items():
        files.append(File.generated(config, path, content=content))
    return files
