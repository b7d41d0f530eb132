"""Logging to standard error with personal data masked in every record. Used by every process of ours."""

from __future__ import annotations

import logging

from common.masking import mask_text


class MaskingFormatter(logging.Formatter):
    """Formats as usual, then masks; so a trace-back or a library's own message is masked too."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_text(super().format(record))


def set_up_logging(process: str, level: str = "INFO") -> None:
    """One handler on the root logger: `11-24 10:32:07 service WARNING dispatcher: …`."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        MaskingFormatter(
            f"%(asctime)s {process} %(levelname)s %(name)s: %(message)s", datefmt="%m-%d %H:%M:%S"
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # The access log repeats query strings, and WeChat's carry signatures (protocol 0.11).
    logging.getLogger("sanic.access").setLevel(logging.WARNING)
