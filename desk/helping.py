"""Routes with which staff help and help one another: numbers in full, work orders, passing on, old talks. Service process."""

from __future__ import annotations

import logging
from datetime import date

from sanic import Blueprint
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse

from desk.body import answer, check_note, client_id_of, text_of
from desk.guard import API
from desk.labels import TOPICS
from desk.views import chat_contact_body, conversation_body, member_body
from service.face import Desk, Past, Staff, StaffOrder, Tickets

logger = logging.getLogger(__name__)


def add_helping_routes(blueprint: Blueprint, desk: Desk, staff: Staff, tickets: Tickets) -> None:
    """Adds them to the desk's blueprint."""

    @blueprint.get(API + "colleagues")
    async def colleagues(request: Request) -> HTTPResponse:
        """Who else is there."""
        present = [member_body(each) for each in await staff.present() if each.id != request.ctx.member.id]
        return answer({"colleagues": present})

    @blueprint.post(API + "conversations/<conversation:str>/transfer")
    async def transfer(request: Request, conversation: str) -> HTTPResponse:
        note = text_of(request, "note", "")
        check_note(note, "留言")
        passed = await desk.transfer(conversation, request.ctx.member, text_of(request, "to"), note)
        return answer({"conversation": conversation_body(passed, request.ctx.member)})

    @blueprint.post(API + "conversations/<conversation:str>/requeue")
    async def requeue(request: Request, conversation: str) -> HTTPResponse:
        waiting = await desk.requeue(conversation, request.ctx.member)
        return answer({"conversation": conversation_body(waiting, request.ctx.member)})

    @blueprint.post(API + "conversations/<conversation:str>/contact")
    async def contact(request: Request, conversation: str) -> HTTPResponse:
        found = await desk.contact(conversation, request.ctx.member)
        # Whoever looks at personal data leaves a trace (facts 5.2).
        logger.info("%s looked at the contact of conversation %s", request.ctx.member.username, conversation)
        return answer(chat_contact_body(found))

    @blueprint.get(API + "topics")
    async def topics(request: Request) -> HTTPResponse:
        """What a work order can be about, for the page's choice."""
        return answer({"topics": [[topic, words] for topic, words in TOPICS.items()]})

    @blueprint.post(API + "conversations/<conversation:str>/tickets")
    async def make_order(request: Request, conversation: str) -> HTTPResponse:
        client_id = client_id_of(request)
        order = StaffOrder(
            topic=text_of(request, "topic"),
            summary=text_of(request, "summary"),
            address=text_of(request, "address", ""),
            phone=text_of(request, "phone", ""),
            client_id=client_id,
        )
        made = await tickets.make_order(conversation, request.ctx.member, order)
        return answer({"number": made.number})

    @blueprint.get(API + "past")
    async def past(request: Request) -> HTTPResponse:
        """Talks found again by day, account, end of a phone, ticket number; a page of them."""
        day = request.args.get("day", "")
        try:
            wanted = Past(
                day=date.fromisoformat(day) if day else None,
                account=request.args.get("account", ""),
                phone_end=request.args.get("phone", ""),
                ticket=request.args.get("ticket", ""),
            )
            page = max(int(request.args.get("page", "0")), 0)
        except ValueError:
            raise InvalidUsage("day or page") from None
        found, more = await desk.past(wanted, page)
        logger.info("%s looked for past conversations", request.ctx.member.username)
        return answer(
            {"conversations": [conversation_body(each, request.ctx.member) for each in found], "more": more}
        )
