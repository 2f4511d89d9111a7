"""The encoder: one small transformer, run once over a text, with heads for everything that later rooms need.

:class:`Encode` is the component; it leaves an :class:`Encoding` on the reading, from which the rooms take spans
(names, titles, documents, times, cues, sources, contents), attributions, acts with their parties, and the type of
act between two given parties.
"""

from communique.parse.encoder.component import Encode
from communique.parse.encoder.encoding import Act, Attribution, Encoding, Labelled
from communique.parse.encoder.network import DEVICES, begin_loading, encoder_version, is_on, load_network, use_device

__all__ = [
    "DEVICES",
    "Act",
    "Attribution",
    "Encode",
    "Encoding",
    "Labelled",
    "begin_loading",
    "encoder_version",
    "is_on",
    "load_network",
    "use_device",
]
