"""The record as pages in a browser: read-only but for judgements, on this machine unless told otherwise."""

from communique.web.app import application

__all__ = ["application"]
