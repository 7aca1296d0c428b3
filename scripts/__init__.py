"""Tools of the workshop: benches, catalogues, screenshots and the terminal they drive xiance in."""
