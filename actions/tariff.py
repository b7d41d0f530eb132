"""Household prices: tiers, peak/valley, large households. What is asked is told in one sentence; the tables only to who asks for all.

Who asks for his own account hears that; the same words are never said twice in a row.
"""

from __future__ import annotations

import re

from rasa_sdk.events import FollowupAction, SlotSet

from actions import tariff_mine
from actions.account_known import Account, known_accounts, record
from actions.client import Service, UtilityDown, residential_prices
from actions.flow import Events, leads_on
from actions.guides import SHORT, find, general_of, part_in, quote, quote_general, read_guides
from actions.outage_asks import goes_on
from actions.reading import beside_numbers, names_account
from actions.tariff_points import (
    BUSINESS_WORDS,
    FOR_HOMES,
    OTHER_CLASS,
    USUAL,
    WHERE_ADDED,
    large_words,
    point,
    second_point,
    tier_words,
    tou_words,
)
from actions.tariff_sums import people_in, sum_words
from actions.tariff_talk import CANCEL_TOU, LANDLORD, LARGE, REOPEN, STILL, TIER, TOU, in_hand, restated
from actions.tariff_view import Prices
from actions.tariff_year import year_words
from actions.topic import TopicAction
from actions.turn import Say, Turn, open_form, payload
from common.normalise import normalise

_APPLY = re.compile(r"怎么(?:办|申请|开通|弄|改)|申请|开通|办理|咋[办弄]|材料|要带|户口本")
# What the guide's short answer tells: who buys the meter, for how long one is bound, who counts.
_IN_SHORT = {
    TOU: re.compile(r"换表|装表|表钱|收(?:费|钱)|要钱|花钱|再开|再办|反悔|租房"),
    LARGE: re.compile(r"算不|[能也都]算|租客|租户|户口.{0,4}(?:不在|没在)|自动|重新|到期"),
}
_A_KWH = re.compile(r"[一每1]度电?.{0,3}(?:多少钱|几[毛块分])|(?:多少钱|几[毛块分]钱?)[一每1]度")
_THAT_MONTH = re.compile(r"[上这本]个?月|[0-9]月|[今去]年")
_ON_A_BILL = re.compile(r"月|平均|账单|房东|物业|[店桩厂]")
# Words that name a topic; without them a question is about the one in hand (“能省多少” after 一户多人口).
_NAMED = {
    TIER: re.compile(r"档|阶梯|[一每]度"),
    TOU: re.compile(r"峰|谷|分时|晚上|夜"),
    LARGE: re.compile(r"口|人|户"),
}


class AskTier(TopicAction):
    """Yearly tiers and their prices, or where the customer's own account stands."""

    def name(self) -> str:
        """For `ask_tier`."""
        return "action_tier"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The one thing asked, else the three tiers."""
        return _ended(turn, TIER, await tell(turn, say, TIER))


class AskTou(TopicAction):
    """Peak/valley: how to get it, when it pays, whether it pays for the customer's own account."""

    def name(self) -> str:
        """For `ask_tou`."""
        return "action_tou"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The one thing asked, else hours, prices and the break-even; or the hours of the outage just told."""
        if goes_on(turn):
            return [FollowupAction("area_form")]
        return _ended(turn, TOU, await tell(turn, say, TOU))


class AskLargeHousehold(TopicAction):
    """More people at home: wider tiers, after an application."""

    def name(self) -> str:
        """For `ask_large_household`."""
        return "action_large_household"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The one thing asked, else the rule with its source; nothing is approved here (facts 3.4, 4.4)."""
        return _ended(turn, LARGE, await tell(turn, say, LARGE))


def _ended(turn: Turn, topic: str, events: Events) -> Events:
    """Where other words led here, no rule says what follows."""
    if turn.intent == topic or leads_on(events):
        return events
    return [*events, FollowupAction("action_listen")]


async def specific(turn: Turn, say: Say, topic: str) -> Events | None:
    """The one thing that the words ask for; None when they ask for nothing in particular."""
    words = beside_numbers(turn)
    guided = _guided(words, topic)
    if guided:
        _quote_guide(turn, say, topic, guided)
        return []
    again = restated(turn) or turn.text
    table = await Prices.now(residential_prices) if "度" in again else None
    if table and (told := sum_words(table, again, _people_before(turn))):
        say.text(told)
        return []
    year = await year_words(turn) if topic in (TIER, TOU) else ""
    if year:
        say.text(year)
        return []
    if tariff_mine.wanted(topic, words) or (topic in tariff_mine.MINE and names_account(turn)):
        return await _own(turn, say, topic)
    account = await _only_account(turn) if tariff_mine.fits_known(topic, turn.text) else None
    if account and (topic != TOU or account["tariff"] == tariff_mine.TOU_TARIFF):
        return await tariff_mine.mine(topic, turn, say, account, turn.text)
    prices = await Prices.now(residential_prices)
    told = point(prices, topic, again) if prices else ""
    if prices and not told and in_hand(turn) == topic:
        told = second_point(prices, topic, turn.text)
    if not told:
        return None
    _once(turn, say, told, _report_offer(turn) if topic == LANDLORD else [])
    return []


def _people_before(turn: Turn) -> int:
    """How many live there, as it was said just before."""
    said = turn.user_events[-STILL - 1 : -1]
    return max((people_in(normalise(str(event.get("text") or "")).text) for event in said), default=0)


def asks_price(text: str) -> bool:
    """Whether the words ask what a kWh costs, or how many are usual: neither is on a bill."""
    is_usual = USUAL.search(text) and not _THAT_MONTH.search(text)
    return bool(is_usual or (_A_KWH.search(text) and not _ON_A_BILL.search(text)))


async def tell(turn: Turn, say: Say, topic: str) -> Events:
    """The one thing that is asked, or the whole of the topic."""
    if guide := general_of(turn):
        quote_general(guide, turn, say)
        return []
    if topic == TOU and BUSINESS_WORDS.search(turn.text):
        say.utter("utter_tariff_business")
        return []
    if topic in (TOU, LARGE) and OTHER_CLASS.search(turn.text):
        say.text(FOR_HOMES)
        return []
    before = in_hand(turn)
    if before and before != topic and not _NAMED[topic].search(turn.text):
        events = await specific(turn, say, before)
        if events is not None:
            return events
    events = await specific(turn, say, topic)
    if events is not None:
        return events
    prices = await Prices.now(residential_prices)
    if prices is None:
        say.utter("utter_tariff_no_prices")
        if topic == LARGE:
            _quote_guide(turn, say, topic, SHORT)
        return []
    whole = {TIER: tier_words, TOU: tou_words, LARGE: large_words}[topic](prices)
    offer = {
        TIER: _offer(turn, "看我家到第几档", "tier_mine"),
        TOU: _offer(turn, "看我家划不划算", "tou_mine"),
    }
    _once(turn, say, whole, offer.get(topic, []))
    return []


def _guided(text: str, topic: str) -> str | None:
    """The part of the topic's guide that the words ask for."""
    if topic == TOU and CANCEL_TOU.search(text) and not REOPEN.search(text):
        return part_in(text) or "流程"
    if topic in _IN_SHORT and _IN_SHORT[topic].search(text):
        return SHORT
    if topic == LARGE and not WHERE_ADDED.search(text) and (part_in(text) or _APPLY.search(text)):
        return part_in(text) or "流程"
    return (part_in(text) or "流程") if topic == TOU and _APPLY.search(text) else None


def _quote_guide(turn: Turn, say: Say, topic: str, part: str) -> None:
    guide = find(read_guides().values(), topic, turn.text)
    if guide:
        quote(guide, part, turn, say)


def _once(turn: Turn, say: Say, text: str, buttons: list[tuple[str, str]]) -> None:
    """Says it, unless it is still to be seen: then that there is no more here, and the ways on."""
    if text in turn.told(STILL):
        further = [{"title": title, "payload": to} for title, to in buttons]
        say.utter(
            "utter_tariff_told", buttons=[*further, {"title": "转人工", "payload": payload("ask_human")}]
        )
    else:
        say.text(text, buttons)


def _offer(turn: Turn, title: str, wish: str) -> list[tuple[str, str]]:
    """A button that leads to the own account, unless a form waits for an answer."""
    is_free = not open_form(turn)
    return [(title, payload("query_bill", account_wish=wish))] if is_free else []


def _report_offer(turn: Turn) -> list[tuple[str, str]]:
    return [("登记举报", payload("report_theft"))] if not open_form(turn) else []


async def _only_account(turn: Turn) -> Account | None:
    """The one account that the customer may see; nobody is asked for it."""
    try:
        accounts = await known_accounts(Service(turn.conversation))
    except UtilityDown:
        return None
    return accounts[0] if len(accounts) == 1 else None


async def _own(turn: Turn, say: Say, topic: str) -> Events:
    """The own account's answer at once where one is known; else the account is asked for, and the wish kept."""
    name, words = tariff_mine.MINE[topic], beside_numbers(turn)
    wish = tariff_mine.WISHES[name]
    try:
        accounts = await known_accounts(Service(turn.conversation))
        if len(accounts) == 1 and not names_account(turn):
            return await wish.fulfil(turn, say, accounts[0], words)
    except UtilityDown:
        return await record(turn, say, wish, None, turn.text)
    return [SlotSet("account_wish", {"name": name, "text": words}), FollowupAction("account_form")]
