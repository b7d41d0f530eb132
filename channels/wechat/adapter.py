"""The core's view of the WeChat channel. Runs in the service process."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import aiohttp

from channels.wechat.api import WeChatApi
from channels.wechat.error_codes import MEDIA_GONE
from channels.wechat.errors import ApiError
from channels.wechat.messages import CHANNEL
from channels.wechat.plan import plan
from common.settings import WeChatSettings
from service.face import Envelope, Media, NotFound, Outcome, Sent, ServiceError, StoredMessage

# The platform keeps an uploaded picture for three days.
UPLOAD_SECONDS = 2 * 24 * 3600.0
UPLOADS_KEPT = 256


class WeChatAdapter:
    """Implements `service.face.Adapter` for a service account (服务号).

    Args:
        media: where the pictures that we send lie.
        monotonic: a clock in seconds.
    """

    name = CHANNEL
    repeatable = False  # the platform knows no idempotency key: sent twice is shown twice

    def __init__(
        self,
        settings: WeChatSettings,
        session: aiohttp.ClientSession,
        media: Media,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._api = WeChatApi(settings, session, monotonic=monotonic)
        self._media = media
        self._monotonic = monotonic
        self._uploads: dict[str, tuple[str, float]] = {}

    def plan(self, messages: Sequence[StoredMessage], remaining: int | None) -> list[Envelope]:
        """As few calls as possible, never more than `remaining`."""
        return plan(messages, remaining)

    async def send(self, customer: str, envelope: Envelope) -> Sent:
        """Makes one platform call."""
        try:
            if envelope.body["msgtype"] == "image":
                await self._send_picture(customer, envelope.body["image"]["media"])
            else:
                await self._api.send_message(customer, envelope.body)
        except ApiError as error:
            return Sent(error.outcome, error.reason)
        except NotFound:
            return Sent(Outcome.REFUSED, "图片已经不在了")
        return Sent(Outcome.SENT)

    async def typing(self, customer: str) -> None:
        """Shows that an answer is being written, where the platform allows it."""
        with suppress(ApiError):  # only an ornament, with narrow limits of its own (45080, 45081)
            await self._api.show_typing(customer)

    async def fetch(self, media_ref: str) -> tuple[bytes, str]:
        """The bytes and media type behind a media id.

        Raises:
            ServiceError: the platform does not give it.
        """
        try:
            return await self._api.download(media_ref)
        except ApiError as error:
            raise ServiceError(error.reason) from error

    async def _send_picture(self, customer: str, media: str) -> None:
        try:
            await self._api.send_message(customer, _picture(await self._uploaded(media)))
        except ApiError as error:
            if error.code != MEDIA_GONE:
                raise
            del self._uploads[media]
            await self._api.send_message(customer, _picture(await self._uploaded(media)))

    async def _uploaded(self, media: str) -> str:
        media_id, ends = self._uploads.get(media, ("", 0.0))
        if self._monotonic() < ends:
            return media_id
        content, media_type = await self._media.load(media)
        media_id = await self._api.upload_image(content, media_type)
        while len(self._uploads) >= UPLOADS_KEPT:
            del self._uploads[next(iter(self._uploads))]
        self._uploads[media] = (media_id, self._monotonic() + UPLOAD_SECONDS)
        return media_id


def _picture(media_id: str) -> dict[str, Any]:
    return {"msgtype": "image", "image": {"media_id": media_id}}
