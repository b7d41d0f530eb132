"""Pictures that customers send, kept in the database so that every process sees them. Implements `face.Media`."""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import sqlalchemy as sa
from PIL import Image, ImageOps

from service.face import NotFound, Refused
from service.store import Store, Transaction
from service.store.tables import media as table

SIZE_LIMIT = 10 * 1024 * 1024
# A small file may unpack to gigabytes.
PIXEL_LIMIT = 40_000_000
# What comes → what is kept. MPO is the JPEG of some phones, with a second picture behind it.
_KEPT = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "GIF": "PNG", "WEBP": "WEBP"}


class MediaStore:
    """Stores pictures once by their content."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def save(self, content: bytes, media_type: str) -> str:
        """Stores a picture without its metadata; Refused when it is none of ours or too large."""
        if len(content) > SIZE_LIMIT:
            raise Refused("图片太大了，请发 10 MB 以内的")
        clean, found_type = await asyncio.to_thread(_strip, content)
        key = hashlib.sha256(clean).hexdigest()

        def work(tx: Transaction) -> None:
            if tx.execute(sa.select(table.c.id).where(table.c.id == key)).first():
                return
            values = {"id": key, "media_type": found_type, "content": clean, "created_at": self._clock()}
            with suppress(sa.exc.IntegrityError), tx.connection.begin_nested():
                tx.execute(table.insert().values(values))  # unless the same picture comes twice at one moment

        await self._store.write(work)
        return key

    async def load(self, media: str) -> tuple[bytes, str]:
        """Bytes and media type; NotFound."""
        query = sa.select(table.c.content, table.c.media_type).where(table.c.id == media)
        row = await self._store.read(lambda tx: tx.execute(query).one_or_none())
        if row is None:
            raise NotFound(media)
        return row.content, row.media_type


def _strip(content: bytes) -> tuple[bytes, str]:
    """Re-encodes, which drops EXIF (a photo carries the place of somebody's home) and anything hidden behind the picture."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.format not in _KEPT:
                raise Refused("请发 JPG、PNG、GIF 或 WebP 图片")
            if picture.width * picture.height > PIXEL_LIMIT:
                raise Refused("图片尺寸太大了，请缩小后再发")
            kept = _KEPT[picture.format]
            upright = ImageOps.exif_transpose(picture)
    except Refused:
        raise
    except Exception as error:  # Pillow's decoders raise almost anything on a broken file
        raise Refused("这个文件不是能打开的图片") from error
    # Pillow writes comments, EXIF and XMP found here into the new file.
    upright.info = {
        name: value for name, value in upright.info.items() if name in ("transparency", "icc_profile")
    }
    output = io.BytesIO()
    (upright.convert("RGB") if kept == "JPEG" else upright).save(output, kept)
    return output.getvalue(), f"image/{kept.lower()}"
