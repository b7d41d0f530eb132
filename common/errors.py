"""The root exception of `common`; caught only at the edges (the command line)."""


class LaidianError(Exception):
    """Something the operator can mend; its text is one clear line."""
