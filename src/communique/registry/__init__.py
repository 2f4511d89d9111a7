"""The dated registry of actors: states, bodies, posts, tenures, aliases."""

from __future__ import annotations

from communique.registry.documents import FoundDocument
from communique.registry.layer import Layer, layer_folder
from communique.registry.model import Alias, Entity, KnownDocument, Membership, Post, Tenure, TitleMatch
from communique.registry.names import Found
from communique.registry.registry import Registry, load_registry, open_registry

__all__ = [
    "Alias",
    "Entity",
    "Found",
    "FoundDocument",
    "KnownDocument",
    "Layer",
    "Membership",
    "Post",
    "Registry",
    "Tenure",
    "TitleMatch",
    "layer_folder",
    "load_registry",
    "open_registry",
]
