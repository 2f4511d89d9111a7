"""Files of actors from elsewhere, read into the user's own layer: read, settled against the registry, checked."""

from __future__ import annotations

from communique.registry.intake.checking import check
from communique.registry.intake.drafts import Problem
from communique.registry.intake.ftm_lines import ftm_lines
from communique.registry.intake.importing import FORMATS, Imported, import_files
from communique.registry.intake.shipped import check_shipped

__all__ = ["FORMATS", "Imported", "Problem", "check", "check_shipped", "ftm_lines", "import_files"]
