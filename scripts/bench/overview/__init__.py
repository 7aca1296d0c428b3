"""The bench of the overview: of 100,000 proposals, and of 10,000 that are handled; and what it invents for that."""
