"""A brief as PDF: its page, set by WeasyPrint in this process. Nothing is loaded that is not in the page itself.

Pango shapes the letters, so that names are set from right to left and in any script for which the machine has a font;
letters without one are shown as boxes. Needs WeasyPrint (extra ``pdf``) and the system's library Pango.
"""

from __future__ import annotations

import logging
from typing import Any

from communique.errors import MissingExtra
from communique.export.brief import Brief, to_html


def to_pdf(brief: Brief) -> bytes:
    """The brief as a tagged PDF (PDF/UA-1) of A4 pages, with links to its footnotes and bookmarks of its sections.

    Raises:
        MissingExtra: WeasyPrint or Pango is not installed.
    """
    weasyprint = _library()
    # It tells of every rule of style that is for screens alone.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",), fail_on_errors=True)
    page = weasyprint.HTML(string=to_html(brief), url_fetcher=fetcher)
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1")
    return made


def _library() -> Any:
    try:
        import weasyprint.urls
    except ImportError:
        raise MissingExtra(
            "PDF is set by WeasyPrint, which is not installed.", "Type: pip install 'communique[pdf]'"
        ) from None
    except OSError as error:
        raise MissingExtra(
            f"PDF is set by WeasyPrint, which does not find the system's library Pango ({error}).",
            "Install it: 'apt install libpango-1.0-0 libpangoft2-1.0-0', 'brew install pango'.",
        ) from error
    return weasyprint
