"""Household prices: tiers, peak/valley, large households. Who asks for his own account hears that number first, prices on request."""

from __future__ import annotations

import re
from decimal import Decimal

from rasa_sdk.events import FollowupAction, SlotSet

from actions.account_known import Account, Wish, known_accounts, named, record
from actions.bill_view import bills_of, month_name, percent, plain, tier_position, yuan
from actions.business import part_in, quote
from actions.client import Service, UtilityDown, residential_prices
from actions.guides import SHORT, find, read_guides
from actions.outage_asks import goes_on
from actions.tariff_view import Prices
from actions.tariff_year import year_words
from actions.topic import Events, TopicAction, open_form
from actions.turn import Say, Turn, payload

_SHARED_METER = re.compile(r"合表|出租|宿舍|学校|养老院|充电桩|房东")
_BUSINESS = re.compile(r"店|商铺|商户|厂|公司|饭馆|饭店|超市|旅馆|企业")
_MOVED = re.compile(r"搬|过户|年中|新装|新房|中途")
_OWN_TIER = re.compile(
    r"还差|差多少|还[有剩能][^,，。]{0,3}多少度?|差[几多]度|第几档|哪[一个]?档|几档了|[到进]了?[一二三]档[了没吗]|累计|快[到进超]"
)
_OWN_TOU = re.compile(
    r"(?:[我俺咱]们?|自己?)家.{0,8}(?:划算|合算|省|亏|值)|(?:划算|合算|省|亏|值).{0,6}[我俺咱]们?家|省了多少"
)
_CANCEL_TOU = re.compile(r"取消|退|改回|不想分|关掉")
_APPLY = re.compile(r"怎么(?:办|申请|开通|弄|改)|申请|开通|办理|咋[办弄]|材料|要带|户口本")
_MONTHS_JUDGED = 12
TOU_TARIFF, FLAT, BUSINESS = "居民阶梯峰谷", "居民合表", "工商业"


class AskTier(TopicAction):
    """Yearly tiers and their prices, or where the customer's own account stands."""

    def name(self) -> str:
        """For `ask_tier`."""
        return "action_tier"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The own account only when the words ask for it."""
        if _OWN_TIER.search(turn.text):
            return await _own(turn, say, "tier_mine", TIER_MINE)
        prices = await Prices.now(residential_prices)
        if prices is None:
            say.utter("utter_tariff_no_prices")
            return []
        special, year = _special(turn, prices), await year_words(turn)
        say.text(special or year or tier_words(prices), _offer(turn, "看我家到第几档", "tier_mine"))
        return []


class AskTou(TopicAction):
    """Peak/valley: how to get it, when it pays, whether it pays for the customer's own account."""

    def name(self) -> str:
        """For `ask_tou`."""
        return "action_tou"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """An application from the guide; the own account; else hours, prices and the break-even."""
        if goes_on(turn):  # the hours of the outage just told
            return [FollowupAction("area_form")]
        if _CANCEL_TOU.search(turn.text) or _APPLY.search(turn.text):
            _quote_guide(turn, say, "流程")
            return []
        year = await year_words(turn)
        if year:
            say.text(year)
            return []
        if _OWN_TOU.search(turn.text):
            return await _own(turn, say, "tou_mine", TOU_MINE)
        if _BUSINESS.search(turn.text):
            say.utter("utter_tariff_business")
            return []
        prices = await Prices.now(residential_prices)
        if prices is None:
            say.utter("utter_tariff_no_prices")
            return []
        say.text(tou_words(prices), _offer(turn, "看我家划不划算", "tou_mine"))
        return []


class AskLargeHousehold(TopicAction):
    """More people at home: wider tiers, after an application."""

    def name(self) -> str:
        """For `ask_large_household`."""
        return "action_large_household"

    async def handle(self, turn: Turn, say: Say) -> Events:
        """The rule with its source; nothing is approved here (facts 3.4, 4.4)."""
        prices = await Prices.now(residential_prices)
        if part_in(turn.text) or _APPLY.search(turn.text):
            _quote_guide(turn, say, "流程")
        elif prices is None:
            say.utter("utter_tariff_no_prices")
            _quote_guide(turn, say, SHORT)
        else:
            say.text(
                f"一户登记5人及以上可以申请“一户多人口”，审核通过后每月各档多{prices.large_household_monthly}度；"
                f"7人及以上也可以选合表电价{plain(prices.flat)}元一度，不分档{prices.source}。"
            )
        return []


def _quote_guide(turn: Turn, say: Say, usual: str) -> None:
    """The part of the wish's guide that is asked for."""
    guide = find(read_guides().values(), turn.intent, turn.text)
    if guide:
        quote(guide, part_in(turn.text) or usual, turn, say)


def _offer(turn: Turn, title: str, wish: str) -> list[tuple[str, str]]:
    """A button that leads to the own account, unless a form waits for an answer."""
    is_free = not open_form(turn)
    return [(title, payload("query_bill", account_wish=wish))] if is_free else []


async def _own(turn: Turn, say: Say, name: str, wish: Wish) -> Events:
    """The own account's answer at once where one is known; else the account is asked for, and the wish kept."""
    try:
        accounts = await known_accounts(Service(turn.conversation))
        if len(accounts) == 1:
            return await wish.fulfil(turn, say, accounts[0], turn.text)
    except UtilityDown:
        return await record(turn, say, wish, None, turn.text)
    return [
        SlotSet("account_wish", {"name": name, "text": turn.text}),
        FollowupAction("account_form"),
    ]


def tier_words(prices: Prices) -> str:
    """The three tiers; only what lies above a cut costs more (facts 3.3)."""
    first, second = prices.yearly_cuts
    low, high = prices.base + prices.adders[0], prices.base + prices.adders[1]
    return (
        f"居民用电按年分三档，1月1日重新算：{first}度以内{plain(prices.base)}元一度；{first + 1}到{second}度的部分{plain(low)}元；"
        f"超过{second}度的部分{plain(high)}元。只有超出的那部分加价{prices.source}。"
    )


def tou_words(prices: Prices) -> str:
    """Hours, prices and break-even (facts 3.5)."""
    start, end = prices.peak_hours
    return (
        f"早{start}点到晚{end - 12}点是峰，{plain(prices.base + prices.peak_adder)}元一度；晚{end - 12}点到早{start}点是谷，"
        f"{plain(prices.base + prices.valley_adder)}元；周末节假日一样，到二三档照样加价。"
        f"谷时用电超过{percent(prices.valley_pays_from)}就划算{prices.source}。"
    )


async def tier_mine(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils “看我家到第几档”."""
    bills = await bills_of(Service(turn.conversation), account, 1)
    position = tier_position(bills[0]) if bills else ""
    if position:
        say.text(f"{named(account)}：{position}（算到{month_name(bills[0].period, turn.at)}的账单）。")
    elif account["tariff"] in (FLAT, BUSINESS):
        kind = "合表电价" if account["tariff"] == FLAT else "工商业电价"
        say.text(f"{named(account)}执行{kind}，不分档。")
    else:
        say.text(f"{named(account)}还没有出过账单，出账后就能看到第几档。")
    return []


async def tou_mine(turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Fulfils “看我家划不划算”: only measured peak and valley can tell; otherwise how to judge."""
    if account["tariff"] != TOU_TARIFF:
        response = (
            "utter_tou_judge" if account["tariff"] not in (FLAT, BUSINESS) else "utter_tou_not_for_account"
        )
        say.utter(response, account=named(account))
        return []
    bills = await bills_of(Service(turn.conversation), account, _MONTHS_JUDGED)
    prices = await Prices.now(residential_prices)
    peak, valley = sum(bill.peak_kwh or 0 for bill in bills), sum(bill.valley_kwh or 0 for bill in bills)
    if not peak + valley:
        say.utter("utter_tou_judge", account=named(account))
        return []
    share = Decimal(valley) / (peak + valley)
    words = f"{named(account)}已开峰谷，最近{len(bills)}个月谷时用了{valley}度，占{percent(share)}。"
    if prices is None:
        say.text(words)
        return []
    saved = prices.saved_by_peak_valley(peak, valley)
    if saved >= 0:
        verdict = f"比不开峰谷约省{yuan(saved)}，划算"
    else:
        verdict = f"比不开峰谷约多花{yuan(-saved)}，要过{percent(prices.valley_pays_from)}才划算"
    say.text(f"{words}{verdict}（估算，{prices.source[1:]}。")
    return []


def _special(turn: Turn, prices: Prices) -> str:
    """A sentence more for shared meters, shops and part years (facts 3.3, 3.6)."""
    if _SHARED_METER.search(turn.text):
        return f"合表、学校、养老院这类不分档，统一{plain(prices.flat)}元一度。"
    if _BUSINESS.search(turn.text):
        return "店铺、厂房执行工商业电价，没有居民阶梯，价格以供电公司当月公布为准。"
    if _MOVED.search(turn.text):
        return "年中新装或过户的，分档电量按当年用电的月数折算，用了几个月就算几个月。"
    return ""


TIER_MINE = Wish(tier_mine, "看第几档")
TOU_MINE = Wish(tou_mine, "算峰谷划不划算")
