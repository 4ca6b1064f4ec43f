"""Pictures of a record, as SVG and PNG: a timeline, a curve, a network, and accounts side by side."""

from communique.plots.accounts import accounts
from communique.plots.curve import curve
from communique.plots.network import network
from communique.plots.picture import Picture, PictureError
from communique.plots.svg import style
from communique.plots.timeline import timeline

__all__ = ["Picture", "PictureError", "accounts", "curve", "network", "style", "timeline"]
