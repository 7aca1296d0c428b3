"""A page for browsers: what `reader.exchange.html` is made of, with its style sheet and script."""
