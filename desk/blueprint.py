"""Routes of the desk. Runs in the service process, on the staff port. Each is a few lines over the service's ports."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from sanic import Blueprint
from sanic.exceptions import InvalidUsage, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, empty, raw, redirect
from sanic.server.websockets.impl import WebsocketImplProtocol

from desk.body import answer, check_note, client_id_of, text_of
from desk.guard import API, LIVE, LOGIN, Guard, harden, refusal
from desk.helping import add_helping_routes
from desk.live import LiveFeed
from desk.pages import read_pages
from desk.replies import read_replies
from desk.views import contact_body, conversation_body, member_body, message_body, ticket_body, ticket_line
from service.face import (
    AlreadyTaken,
    Conversations,
    Desk,
    IllegalMove,
    Media,
    NotFound,
    NotOwner,
    Refused,
    Staff,
    Tickets,
)

logger = logging.getLogger(__name__)

MESSAGES_SHOWN = 200
MESSAGES_LIMIT = 2000
TICKETS_SHOWN = 300
WORDS_LENGTH = 100


def desk_blueprint(
    desk: Desk,
    staff: Staff,
    tickets: Tickets,
    log: Conversations,
    media: Media,
    *,
    cookie_secure: bool,
    clock: Callable[[], datetime],
) -> Blueprint:
    """Builds the staff desk: pages under `/desk/`, API under `/desk/api/`.

    Args:
        cookie_secure: True where the desk is reached over HTTPS.
        clock: the present time with its zone.
    """
    blueprint = Blueprint("desk")
    guard = Guard(staff, cookie_secure)
    pages = read_pages()

    # Called, not used as decorators: Sanic leaves these untyped. In this form only: `middleware(guard.admit, "request")`
    # registers nothing, because Sanic takes a bound method for an option.
    blueprint.middleware("request")(guard.admit)
    blueprint.middleware("response")(harden)
    blueprint.exception(Exception)(_failure)

    @blueprint.get("/")
    async def home(request: Request) -> HTTPResponse:
        return redirect("/desk/")

    @blueprint.get("/desk/")
    async def page(request: Request) -> HTTPResponse:
        return pages["index.html"].answer(request)

    @blueprint.get("/desk/assets/<name:str>")
    async def asset(request: Request, name: str) -> HTTPResponse:
        found = pages.get(name)
        return found.answer(request) if found else empty(404)

    @blueprint.post(LOGIN)
    async def log_in(request: Request) -> HTTPResponse:
        member, token = await staff.log_in(text_of(request, "username"), text_of(request, "password"))
        response = answer({"member": member_body(member)})
        guard.remember(response, token)
        return response

    @blueprint.post(API + "logout")
    async def log_out(request: Request) -> HTTPResponse:
        chats = text_of(request, "chats", "")
        if chats not in ("", "queue", "bot"):
            raise InvalidUsage("chats")
        # First the session: the queue must not count on whoever is leaving.
        await staff.log_out(request.ctx.token)
        if chats:
            await desk.leave(request.ctx.member, to_bot=chats == "bot")
        response = answer({})
        guard.forget(response)
        return response

    @blueprint.get(API + "me")
    async def me(request: Request) -> HTTPResponse:
        return answer({"member": member_body(request.ctx.member)})

    @blueprint.get(API + "overview")
    async def overview(request: Request) -> HTTPResponse:
        member = request.ctx.member
        return answer(
            {
                "now": clock().isoformat(),
                "queue": [conversation_body(each, member) for each in await desk.queue()],
                "mine": [conversation_body(each, member) for each in await desk.held_by(member)],
                # Danger in talks of colleagues; one's own are among `mine`.
                "alarms": [
                    conversation_body(each, member) for each in await desk.alarms() if each.staff != member.id
                ],
            }
        )

    @blueprint.get(API + "conversations/<conversation:str>")
    async def talk(request: Request, conversation: str) -> HTTPResponse:
        limit = _limit(request)
        found = await desk.get(conversation)
        # One more than is shown tells whether there are older ones.
        messages = await log.history(conversation, 0, limit + 1)
        return answer(
            {
                "conversation": conversation_body(found, request.ctx.member),
                "messages": [message_body(message) for message in messages[-limit:]],
                "older": len(messages) > limit,
                "tickets": [
                    ticket_body(each, clock()) for each in await tickets.of_conversation(conversation)
                ],
            }
        )

    @blueprint.post(API + "conversations/<conversation:str>/take")
    async def take(request: Request, conversation: str) -> HTTPResponse:
        from_colleague = isinstance(request.json, dict) and request.json.get("from_colleague") is True
        taken = await desk.take_over(conversation, request.ctx.member, from_colleague)
        return answer({"conversation": conversation_body(taken, request.ctx.member)})

    @blueprint.post(API + "conversations/<conversation:str>/release")
    async def release(request: Request, conversation: str) -> HTTPResponse:
        given = await desk.release(conversation, request.ctx.member)
        return answer({"conversation": conversation_body(given, request.ctx.member)})

    @blueprint.post(API + "conversations/<conversation:str>/close")
    async def close(request: Request, conversation: str) -> HTTPResponse:
        closed = await desk.close(conversation, request.ctx.member)
        return answer({"conversation": conversation_body(closed, request.ctx.member)})

    @blueprint.post(API + "conversations/<conversation:str>/replies")
    async def reply(request: Request, conversation: str) -> HTTPResponse:
        client_id, text = client_id_of(request), text_of(request, "text")
        sent = await desk.reply(conversation, request.ctx.member, text, client_id)
        return answer({"message": message_body(sent)})

    @blueprint.post(API + "conversations/<conversation:str>/typing")
    async def typing(request: Request, conversation: str) -> HTTPResponse:
        await desk.typing(conversation, request.ctx.member)
        return answer({})

    @blueprint.get(API + "tickets")
    async def list_tickets(request: Request) -> HTTPResponse:
        words = str(request.args.get("words", ""))[:WORDS_LENGTH].strip()
        # One more than is shown tells whether there are more.
        limit = TICKETS_SHOWN + 1
        found = await (tickets.search(words, limit) if words else tickets.open_tickets(limit))
        return answer(
            {
                "tickets": [ticket_line(each, clock()) for each in found[:TICKETS_SHOWN]],
                "more": len(found) == limit,
            }
        )

    @blueprint.get(API + "tickets/<number:str>")
    async def ticket(request: Request, number: str) -> HTTPResponse:
        return answer({"ticket": ticket_body(await tickets.get(number), clock())})

    @blueprint.post(API + "tickets/<number:str>/moves")
    async def move(request: Request, number: str) -> HTTPResponse:
        note = text_of(request, "note").strip()
        check_note(note, "备注")
        moved = await tickets.move(number, text_of(request, "action"), request.ctx.member, note)
        return answer({"ticket": ticket_body(moved, clock())})

    @blueprint.post(API + "tickets/<number:str>/contact")
    async def contact(request: Request, number: str) -> HTTPResponse:
        found = await tickets.get(number)
        # Whoever looks at personal data leaves a trace (facts 5.2).
        logger.info("%s looked at the contact of ticket %s", request.ctx.member.username, number)
        return answer(contact_body(found))

    @blueprint.get(API + "replies")
    async def quick_replies(request: Request) -> HTTPResponse:
        return answer({"replies": [asdict(each) for each in read_replies()]})

    @blueprint.get(API + "pictures/<picture_id:str>")
    async def picture(request: Request, picture_id: str) -> HTTPResponse:
        content, media_type = await media.load(picture_id)
        return raw(
            content,
            headers={"Content-Security-Policy": "default-src 'none'; sandbox"},
            content_type=media_type,
        )

    add_helping_routes(blueprint, desk, staff, tickets)

    async def live(request: Request, socket: WebsocketImplProtocol) -> None:
        async def still_valid() -> bool:
            return await guard.member(request.ctx.token) is not None

        await LiveFeed(socket, log, still_valid).run()

    blueprint.add_websocket_route(live, LIVE)
    return blueprint


def _limit(request: Request) -> int:
    """How many messages the page wants."""
    try:
        wanted = int(request.args.get("limit", MESSAGES_SHOWN))
    except ValueError:
        raise InvalidUsage("limit") from None
    return min(max(wanted, 1), MESSAGES_LIMIT)


async def _failure(request: Request, error: Exception) -> HTTPResponse:
    """An error as Chinese words and a status; what we did not foresee is logged."""
    if isinstance(error, AlreadyTaken):
        return refusal(409, f"{error.colleague} 已经接入了这个会话", colleague=error.colleague)
    if isinstance(error, NotOwner):
        return refusal(409, "这个会话现在不由您接待")
    if isinstance(error, IllegalMove):
        return refusal(409, "工单的状态已经变了，这一步现在不能做")
    if isinstance(error, NotFound):
        return refusal(404, "没有找到，可能已经被移走")
    if isinstance(error, Refused):
        return refusal(422, str(error))
    if isinstance(error, SanicException) and 400 <= (error.status_code or 500) < 500:
        return refusal(error.status_code or 400, "请求格式有误")
    logger.error("a desk request failed", exc_info=error)
    return refusal(500, "系统出错了，请稍后再试")
