"""What the desk's pages get to see, as JSON values. Pure; personal data is masked here, at the source (facts 5.3).

A customer's words, the hand-over packet and a ticket's contact are masked. The address stays: it is what a repair is sent to.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from common.jsonable import jsonable
from common.masking import mask_account, mask_name, mask_phone, mask_text
from common.settings import ZONE
from desk.labels import channel_text, owner_text, reason_text, role_text, wordless_text
from service.face import Author, ChatContact, Conversation, Owner, StaffMember, StoredMessage, Ticket

LAST_WORDS = 80
_DONE, _AGAIN = "办结", "重办"
_PLACE_NAMES = ("地址", "地点", "地方")
_PACKET_PARTS = ("summary", "facts", "tickets")


def member_body(member: StaffMember) -> dict[str, Any]:
    """The person who is logged in."""
    return {"id": member.id, "name": member.name, "role": member.role, "role_text": role_text(member.role)}


def conversation_body(conversation: Conversation, member: StaffMember) -> dict[str, Any]:
    """A line of the queue and the head of a talk; `mine` tells whether `member` may reply."""
    return {
        "id": conversation.id,
        "channel": channel_text(conversation.channel),
        "label": conversation.label,
        "owner": conversation.owner.value,
        "owner_text": owner_text(conversation),
        "mine": conversation.owner is Owner.STAFF and conversation.staff == member.id,
        "queued_at": jsonable(conversation.queued_at),
        "reason": reason_text(conversation.reason),
        "urgent": conversation.urgent,
        "alarmed_at": jsonable(conversation.alarmed_at),
        "place": _place(conversation.packet),
        "last_text": _last_words(conversation),
        "last_seq": conversation.last_seq,
        "last_at": jsonable(conversation.last_at),
        "packet": _with_lock(packet_body(conversation.packet), conversation.locked_until),
    }


def _last_words(conversation: Conversation) -> str:
    """What the customer said last; what he sent, where it has no words."""
    return mask_text(conversation.last_text)[:LAST_WORDS] or wordless_text(conversation.last_kind)


def _place(packet: Mapping[str, Any]) -> str:
    """Where the matter is, as far as the bot has found out: the first fact whose name tells of a place."""
    facts = packet.get("facts")
    named = facts.items() if isinstance(facts, Mapping) else ()
    found = (_plain(value) for name, value in named if str(name).endswith(_PLACE_NAMES))
    return mask_text(next(filter(None, found), ""))[:LAST_WORDS]


def _with_lock(packet: dict[str, Any], until: datetime | None) -> dict[str, Any]:
    """The packet, with the lock that wrong tries to prove an account have brought as its last fact."""
    if until is None:
        return packet
    fact = ["身份核对", f"连错5次，锁到{until.astimezone(ZONE):%m-%d %H:%M}"]
    return {**packet, "facts": [*packet["facts"], fact]}


def packet_body(packet: Mapping[str, Any]) -> dict[str, Any]:
    """The bot's hand-over as `{"summary", "facts": [[label, value], …], "tickets"}`, whatever else it carries among the facts."""
    facts = packet.get("facts")
    named = dict(facts) if isinstance(facts, Mapping) else {}
    named |= {name: value for name, value in packet.items() if name not in _PACKET_PARTS}
    shown = [[str(name), mask_text(_plain(value))] for name, value in named.items()]
    tickets = packet.get("tickets")
    return {
        "summary": mask_text(_plain(packet.get("summary"))),
        "facts": [fact for fact in shown if fact[1]],
        "tickets": [str(number) for number in tickets] if isinstance(tickets, (list, tuple)) else [],
    }


def message_body(message: StoredMessage) -> dict[str, Any]:
    """A line of the transcript."""
    from_customer = message.author is Author.CUSTOMER
    return {
        "id": message.id,
        "seq": message.seq,
        "author": message.author.value,
        "staff_name": message.staff_name,
        "kind": message.kind.value,
        "text": mask_text(message.text) if from_customer else message.text,
        "at": jsonable(message.at),
        "state": message.state.value,
        "failure": message.reason,
        "buttons": [button.title for button in message.buttons],
        "picture": message.media,
        "place": jsonable(message.place),
        "urgent": message.urgent,
    }


def ticket_line(ticket: Ticket, now: datetime) -> dict[str, Any]:
    """A work order as a line of the board."""
    return {
        "number": ticket.number,
        "kind": ticket.biz_type,
        "category": ticket.category,
        "urgency": ticket.urgency,
        "status": ticket.status,
        "customer_status": ticket.customer_status,
        "summary": mask_text(ticket.summary),
        "address": ticket.address,
        "created_at": jsonable(ticket.created_at),
        "conversation": ticket.conversation,
        "contact": {
            "name": mask_name(ticket.contact_name or ""),
            "phone": mask_phone(ticket.phone or ""),
            "account_no": mask_account(ticket.account_no or ""),
        },
        "clocks": [
            _clock_body(ticket, name, now) for name in sorted(ticket.clocks, key=ticket.clocks.__getitem__)
        ],
        "urges": ticket.urges,
        "moves": list(ticket.moves),
    }


def ticket_body(ticket: Ticket, now: datetime) -> dict[str, Any]:
    """All of a work order; the full contact is given by `contact_body` only."""
    return {
        **ticket_line(ticket, now),
        "details": [[name, mask_text(_plain(value))] for name, value in ticket.details.items()],
        "history": [{**jsonable(event), "note": mask_text(event.note)} for event in ticket.history],
    }


def _clock_body(ticket: Ticket, name: str, now: datetime) -> dict[str, Any]:
    """One promise. It is kept by the move that it is named after (到达现场监管时限 by 到达现场), at the latest by 办结.

    What was done before an order was taken up again keeps no promise of now.
    """
    due = ticket.clocks[name]
    begun = max((n for n, event in enumerate(ticket.history, 1) if event.action == _AGAIN), default=0)
    kept = [event.at for event in ticket.history[begun:] if event.action in name or event.status == _DONE]
    met_at = min(kept, default=None)
    overdue = due < (met_at or now) and (met_at is not None or bool(ticket.moves))
    return {"name": name, "due": jsonable(due), "met_at": jsonable(met_at), "overdue": overdue}


def contact_body(ticket: Ticket) -> dict[str, Any]:
    """Whom to call about a work order, and the accounts that it is about, unmasked."""
    others = [f"{label}{value}" for label, value in ticket.details.items() if _is_account(value)]
    numbers = "，".join(filter(None, [ticket.account_no, *others]))
    return {"name": ticket.contact_name, "phone": ticket.phone, "account_no": numbers or None}


def chat_contact_body(contact: ChatContact) -> dict[str, Any]:
    """The numbers of a talk, unmasked."""
    return {"names": contact.names, "phones": contact.phones, "accounts": contact.accounts}


def _is_account(value: Any) -> bool:
    return isinstance(value, str) and value.isdecimal() and len(value) in (10, 13)


def _plain(value: Any) -> str:
    """Any JSON value as words: 是/否 for booleans, 、 between items, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "，".join(f"{name}：{_plain(item)}" for name, item in value.items())
    if isinstance(value, (list, tuple)):
        return "、".join(_plain(item) for item in value)
    return str(jsonable(value))
