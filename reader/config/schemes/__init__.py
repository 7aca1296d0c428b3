"""Handling schemes: those that are shipped, and the reader's own in `schemes/*.toml` of the configuration folder."""

from reader.config.schemes.reading import read_scheme
from reader.config.schemes.shelf import Schemes, load_schemes

__all__ = ["Schemes", "load_schemes", "read_scheme"]
