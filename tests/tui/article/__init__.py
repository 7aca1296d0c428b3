"""The article view, from its pure parts to the widget."""
