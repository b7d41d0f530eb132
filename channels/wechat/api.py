"""Client of the platform's API (protocol 6 to 10). Runs in the service process.

Addresses carry the access token and bodies the secret, so neither they nor a library's error text reach the log.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp

from channels.wechat.access_token import AccessToken
from channels.wechat.error_codes import OPERATOR_CODES, TOKEN_CODES, meaning
from channels.wechat.errors import ApiError
from common.masking import mask_openid
from common.settings import WeChatSettings
from service.face import Outcome

CONNECT_SECONDS = 3.0
TOTAL_SECONDS = 8.0
MEDIA_BYTES = 10 * 1024 * 1024
ANSWER_BYTES = 64 * 1024

_NOT_REACHED = "连不上微信服务器"
_NO_ANSWER = "微信服务器没有及时回应，不确定客户是否收到"

Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class WeChatApi:
    """Calls of one service account.

    Args:
        connect_seconds: until a connection stands; nothing was sent before.
        total_seconds: for a whole call; aiohttp rounds five and more up to the next full second.
        monotonic: a clock in seconds.
    """

    def __init__(
        self,
        settings: WeChatSettings,
        session: aiohttp.ClientSession,
        connect_seconds: float = CONNECT_SECONDS,
        total_seconds: float = TOTAL_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._session = session
        self._timeout = aiohttp.ClientTimeout(total=total_seconds, connect=connect_seconds)
        self._token = AccessToken(self._fetch_token, monotonic)
        self._alerted: set[int] = set()

    async def send_message(self, openid: str, message: dict[str, Any]) -> None:
        """Sends one customer-service message (`custom/send`).

        Args:
            message: `msgtype` and the object of that name.

        Raises:
            ApiError: it was not sent, or (UNKNOWN) may not have been.
        """
        try:
            await self._post("/cgi-bin/message/custom/send", {"touser": openid, **message})
        except ApiError as error:
            logger.warning("a message to %s was not sent: %s", mask_openid(openid), error.reason)
            raise

    async def show_typing(self, openid: str) -> None:
        """Shows "对方正在输入" for 15 s or until the next message.

        Raises:
            ApiError: it is not shown.
        """
        await self._post("/cgi-bin/message/custom/typing", {"touser": openid, "command": "Typing"})

    async def upload_image(self, content: bytes, media_type: str) -> str:
        """Uploads a picture (`media/upload`).

        Returns:
            Its media id, good for three days.

        Raises:
            ApiError: it was not taken; never UNKNOWN, since a second upload does no harm.
        """

        async def upload(token: str) -> Any:
            form = aiohttp.FormData()
            name = f"picture.{media_type.rpartition('/')[2]}"
            form.add_field("media", content, filename=name, content_type=media_type)
            query = {"access_token": token, "type": "image"}
            return await self._call("POST", "/cgi-bin/media/upload", query, form)

        return str((await _repeatable(self._with_token(upload)))["media_id"])

    async def download(self, media_id: str) -> tuple[bytes, str]:
        """What a customer sent (`media/get`).

        Returns:
            The bytes and their media type.

        Raises:
            ApiError: the platform does not give it, or it is larger than 10 MiB.
        """

        async def get(token: str) -> tuple[bytes, str]:
            query = {"access_token": token, "media_id": media_id}
            content, media_type = await self._exchange("GET", "/cgi-bin/media/get", query, None, MEDIA_BYTES)
            if media_type in ("application/json", "text/plain"):
                self._check(content)
                raise ApiError(Outcome.REFUSED, "微信没有给出文件")
            return content, media_type

        return await self._with_token(get)

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        async def post(token: str) -> None:
            await self._call("POST", path, {"access_token": token}, _json(body))

        await self._with_token(post)

    async def _with_token(self, call: Callable[[str], Awaitable[Result]]) -> Result:
        """Makes a call; with a renewed token once more when the platform turned the token down."""
        token = await self._token.get()
        try:
            return await call(token)
        except ApiError as error:
            if error.code not in TOKEN_CODES:
                raise
        return await call(await self._token.replace(token))

    async def _fetch_token(self, force: bool) -> tuple[str, float]:
        body = {
            "grant_type": "client_credential",
            "appid": self._settings.app_id,
            "secret": self._settings.app_secret,
            "force_refresh": force,
        }
        try:
            answer = await self._call("POST", "/cgi-bin/stable_token", {}, _json(body))
            return str(answer["access_token"]), float(answer["expires_in"])
        except ApiError as error:
            raise ApiError(Outcome.RETRY, f"拿不到微信接口凭证（{error.reason}）") from error
        except (KeyError, TypeError, ValueError) as error:
            raise ApiError(Outcome.RETRY, "拿不到微信接口凭证") from error

    async def _call(self, method: str, path: str, query: dict[str, str], data: Any) -> Any:
        content, _ = await self._exchange(method, path, query, data, ANSWER_BYTES)
        return self._check(content)

    async def _exchange(
        self, method: str, path: str, query: dict[str, str], data: Any, limit: int
    ) -> tuple[bytes, str]:
        """One HTTP exchange: body (up to `limit` bytes) and media type of a 200 answer."""
        headers = {"Connection": "close"}
        if isinstance(data, bytes):
            headers["Content-Type"] = "application/json; charset=utf-8"
        try:
            # A connection of its own: on a kept-alive one, a server that closes it when idle and one that hangs up
            # after taking our message look the same, and the message would be neither sent nor safe to repeat.
            async with self._session.request(
                method,
                self._settings.api_base + path,
                params=query,
                data=data,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                if response.status >= 500 or response.status == 429:
                    raise ApiError(Outcome.RETRY, f"微信服务器出错（HTTP {response.status}）")
                if response.status != 200:
                    raise ApiError(Outcome.REFUSED, f"微信服务器拒绝（HTTP {response.status}）")
                return await _read(response, limit), response.content_type
        except (aiohttp.ClientConnectorError, aiohttp.ServerTimeoutError) as error:
            # We set no read limit of its own, so a ServerTimeoutError is always the one for connecting.
            raise ApiError(Outcome.RETRY, _NOT_REACHED) from error
        except (aiohttp.ClientError, asyncio.TimeoutError) as error:
            raise ApiError(Outcome.UNKNOWN, _NO_ANSWER) from error

    def _check(self, content: bytes) -> Any:
        """A JSON answer without an error in it; business errors come with HTTP 200."""
        try:
            answer = json.loads(content)
            code = int(answer.get("errcode", 0))
        except (ValueError, AttributeError, TypeError) as error:
            raise ApiError(Outcome.UNKNOWN, _NO_ANSWER) from error
        if code:
            outcome, reason = meaning(code)
            self._alert(code, str(answer.get("errmsg", "")))
            raise ApiError(outcome, reason, code)
        return answer

    def _alert(self, code: int, text: str) -> None:
        if code in OPERATOR_CODES and code not in self._alerted:
            self._alerted.add(code)
            logger.error("WeChat answers %s, which needs a change in its console: %s", code, text[:200])
        else:
            logger.info("WeChat answers %s: %s", code, text[:200])


async def _repeatable(call: Awaitable[Result]) -> Result:
    """A call that may be made twice: not knowing how it ended is a reason to repeat it."""
    try:
        return await call
    except ApiError as error:
        if error.outcome is Outcome.UNKNOWN:
            raise ApiError(Outcome.RETRY, _NOT_REACHED) from error
        raise


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    content = bytearray()
    async for chunk in response.content.iter_any():
        content += chunk
        if len(content) > limit:
            raise ApiError(Outcome.REFUSED, "微信给出的文件太大")
    return bytes(content)


def _json(body: dict[str, Any]) -> bytes:
    # Not ASCII: the platform once showed \uXXXX literally.
    return json.dumps(body, ensure_ascii=False).encode()
