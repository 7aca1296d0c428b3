"""The bench of a library of thousands of pages, and the invented pages it is made of."""
