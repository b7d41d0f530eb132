"""Routes of the web chat. Runs in the service process, on the public port.

The token of a visitor travels in a body, a header or the first socket frame, never in an address.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime

from sanic import Blueprint
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json, raw
from sanic.server.websockets.impl import WebsocketImplProtocol

from channels.web.adapter import CHANNEL, WebAdapter
from channels.web.limits import PICTURE_LIMIT, RateLimit
from channels.web.origins import COMMON_HEADERS, Origins
from channels.web.pages import Asset
from channels.web.session import PictureHandles, customer_of, customer_of_header, new_token
from channels.web.socket import HISTORY_RESUME, ChatSocket, SocketPorts, finish
from service.face import Conversations, Media, NotFound, Refused

log = logging.getLogger(__name__)

API = "/chat/api/"
_ASSETS = ("demo.css", "chat.css", "icon.svg")


def web_blueprint(
    *,
    conversations: Conversations,
    media: Media,
    adapter: WebAdapter,
    origins: tuple[str, ...],
    company_name: str,
    clock: Callable[[], datetime],
    secret: bytes | None = None,
) -> Blueprint:
    """Builds the routes of the web chat.

    Args:
        conversations: the message log.
        media: the store of pictures.
        adapter: the one that the core sends through; it learns here which sockets are open.
        origins: foreign pages that may embed the chat, as `https://www.example.com`.
        company_name: shown in the pages and the widget's head.
        clock: the time with its zone.
        secret: binds uploads to their visitors; share it between several service processes. A random one by default.
    """
    blueprint = Blueprint("web_chat")
    allowed = Origins(origins)
    handles = PictureHandles(secret or secrets.token_bytes(32))
    limit = RateLimit(clock)
    ports = SocketPorts(conversations, adapter, handles, limit, clock)
    assets = {name: Asset.read(name, company_name) for name in _ASSETS}
    demo = Asset.read("demo.html", company_name)
    chat = Asset.read("chat.html", company_name)
    widget = Asset.read("widget.js", company_name)

    @blueprint.on_request
    async def check_origin(request: Request) -> HTTPResponse | None:
        if request.path.startswith(API) and not allowed.allows(request.headers.get("origin"), request.host):
            return json({"error": "这个网站没有接入在线客服"}, status=403)
        return None

    @blueprint.on_response
    async def add_headers(request: Request, response: HTTPResponse) -> None:
        headers = dict(COMMON_HEADERS)
        if request.path.startswith(API):
            headers |= allowed.cors(request.headers.get("origin"))
            headers.setdefault("Cache-Control", "no-store")
        for name, value in headers.items():
            response.headers.setdefault(name, value)

    @blueprint.get("/")
    async def demo_page(request: Request) -> HTTPResponse:
        return demo.answer(request, {"Content-Security-Policy": allowed.page_policy(request.host, "'none'")})

    @blueprint.get("/chat")
    async def chat_page(request: Request) -> HTTPResponse:
        return chat.answer(
            request, {"Content-Security-Policy": allowed.page_policy(request.host, allowed.framing)}
        )

    @blueprint.get("/widget.js")
    async def widget_script(request: Request) -> HTTPResponse:
        # Any page may load the script; only listed ones may talk to the API.
        return widget.answer(request, {"Cross-Origin-Resource-Policy": "cross-origin"})

    @blueprint.get("/chat/assets/<name:str>")
    async def asset(request: Request, name: str) -> HTTPResponse:
        found = assets.get(name)
        return found.answer(request, {}) if found else empty(404)

    @blueprint.post("/chat/api/session")
    async def session(request: Request) -> HTTPResponse:
        body = _object(request)
        if body is None:
            return json({"error": "请求格式有误"}, status=400)
        token = body.get("token")
        if customer_of(token) is None:
            token = new_token()
        return json({"token": token, "company": company_name}, ensure_ascii=False)

    @blueprint.post("/chat/api/pictures", stream=True)
    async def upload(request: Request) -> HTTPResponse:
        customer = customer_of_header(request.headers.get("authorization"))
        if customer is None:
            return json({"error": "会话已失效，请刷新页面"}, status=401)
        if not limit.admit(customer):
            return json({"error": "您发得有点快，请过一分钟再试"}, status=429)
        content = await _read_body(request, PICTURE_LIMIT)
        if content is None:
            return json({"error": "图片超过 10 MB，请压缩后再发"}, status=413)
        try:
            stored = await finish(media.save(content, request.headers.get("content-type", "")))
        except Refused as error:
            return json({"error": str(error)}, status=415)
        except Exception:
            log.exception("a picture could not be stored")
            return json({"error": "系统繁忙，请稍后重试"}, status=503)
        return json({"media": handles.give(customer, stored)})

    @blueprint.get("/chat/api/pictures/<media_id:str>")
    async def picture(request: Request, media_id: str) -> HTTPResponse:
        customer = customer_of_header(request.headers.get("authorization"))
        if customer is None:
            return json({"error": "会话已失效，请刷新页面"}, status=401)
        missing = json({"error": "没有找到这张图片"}, status=404)
        conversation = await conversations.find(CHANNEL, customer)
        if conversation is None:
            return missing
        messages = await conversations.history(conversation.id, 0, HISTORY_RESUME)
        if not any(message.media == media_id for message in messages):
            return missing
        try:
            content, media_type = await media.load(media_id)
        except NotFound:
            return missing
        headers = {
            "Cache-Control": "private, max-age=86400, immutable",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return raw(content, headers=headers, content_type=media_type)

    async def preflight(request: Request, media_id: str = "") -> HTTPResponse:
        return empty()

    for name, path in (
        ("session", "session"),
        ("upload", "pictures"),
        ("picture", "pictures/<media_id:str>"),
    ):
        blueprint.add_route(preflight, API + path, methods=["OPTIONS"], name=f"{name}_preflight")

    @blueprint.websocket("/chat/api/socket")
    async def socket(request: Request, ws: WebsocketImplProtocol) -> None:
        await ChatSocket(ws, ports).run()

    return blueprint


def _object(request: Request) -> dict[str, object] | None:
    """The JSON object of a body; an empty body is an empty object, anything else None."""
    if not request.body:
        return {}
    try:
        body = request.json
    except InvalidUsage:
        return None
    return body if isinstance(body, dict) else None


async def _read_body(request: Request, limit: int) -> bytes | None:
    """The streamed body, or None as soon as it is known to be longer than `limit` bytes."""
    stream = request.stream
    assert stream is not None, "the route must be declared with stream=True"
    # What a refused visitor still sends is drained up to this many bytes, so that he can read the answer.
    stream.request_max_size = 2 * limit
    try:
        if int(request.headers.get("content-length", "0")) > limit:
            return None
    except ValueError:
        return None
    parts = bytearray()
    async for part in stream:
        parts += part
        if len(parts) > limit:
            return None
    return bytes(parts)
