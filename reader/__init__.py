"""xiance 献策: read and annotate Chinese newspaper pages and the proposals in them."""

__version__ = "0.1.0"
