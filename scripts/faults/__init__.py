"""The store against power cuts, kills and damage, in full; samples of each are tests."""
