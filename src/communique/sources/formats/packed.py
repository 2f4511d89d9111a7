"""What reading a packed file raises when it is damaged or none."""

from __future__ import annotations

import zipfile
import zlib

DAMAGED = (OSError, EOFError, zipfile.BadZipFile, zlib.error)
"""The errors of ``gzip`` and ``zipfile``, those of any file among them."""
