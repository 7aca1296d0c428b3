"""Annotations in and out of files: one module a format, records in, files out, drafts back."""
