"""Pictures that customers send, kept in the database so that every process sees them. Implements `face.Media`."""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa
from PIL import Image, ImageOps, UnidentifiedImageError

from service.face import NotFound, Refused
from service.store import Store, Transaction
from service.store.tables import media as table

SIZE_LIMIT = 10 * 1024 * 1024
# A small file may unpack to gigabytes.
PIXEL_LIMIT = 40_000_000
_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}


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
            if not tx.execute(sa.select(table.c.id).where(table.c.id == key)).first():
                tx.execute(
                    table.insert().values(
                        id=key, media_type=found_type, content=clean, created_at=self._clock()
                    )
                )

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
            if picture.format not in _FORMATS:
                raise Refused("请发 JPG、PNG、GIF 或 WebP 图片")
            if picture.width * picture.height > PIXEL_LIMIT:
                raise Refused("图片尺寸太大了，请缩小后再发")
            upright = ImageOps.exif_transpose(picture)
            kept = "PNG" if picture.format == "GIF" else picture.format
            output = io.BytesIO()
            (upright.convert("RGB") if kept == "JPEG" else upright).save(output, kept)
            return output.getvalue(), _FORMATS[kept]
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("这个文件不是能打开的图片") from error
