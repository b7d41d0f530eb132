"""The customer's own account and its prices: tier, price of a kWh, peak/valley, large household, what the tiers cost (facts 3.3–3.5)."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial

from actions.account_known import Account, Wish, named
from actions.bill_pick import chosen
from actions.bill_view import (
    MONTHS_KEPT,
    TIERS,
    Bill,
    bills_of,
    month_name,
    percent,
    plain,
    tier_position,
    yuan,
)
from actions.client import Service, residential_prices
from actions.flow import Events
from actions.tariff_points import BUSINESS_WORDS
from actions.tariff_talk import LARGE, TIER, TOU, asks_done
from actions.tariff_view import Prices
from actions.turn import Say, Turn

_MONTHS_JUDGED = 12
TOU_TARIFF, FLAT, BUSINESS = "居民阶梯峰谷", "居民合表", "工商业"
_ME = r"[我俺咱]们?|自己|[家俺]里|这个表|本户"
_OWN_TIER = re.compile(
    r"还差|差多少|还[有剩能][^,，。]{0,3}多少度?|差[几多]度|第几档|哪[一个]?档|几档了|[到进]了?[一二三]档[了没吗]|家.{0,4}几档|累计|快[到进超]|(?:[会要能]|[月年]底)[^,，。]{0,3}[进到上超]第?[二三]档"
)
_OWN_TOU = re.compile(
    r"(?:[我俺咱]们?|自己?)家.{0,8}(?:划算|合算|省|亏|值)|(?:划算|合算|值).{0,6}[我俺咱]们?家|省了多少"
    r"|(?:我|俺|咱|家).{0,8}[峰谷].{0,8}(?:占|用了?)(?:了)?多少|峰谷各"
)
_TOU_OPEN = re.compile(
    rf"[开办装用](?:过|通|上|好)?了?(?:峰谷|分时|谷电)电?[表价]?了?(?:没有?|吗|么|不|嘛|吧)[啊呀呢]*$"
    rf"|(?:{_ME}).{{0,4}}(?:有没有|是不是|是否|(?<!要)是|有)(?:开|办|装|用)?(?:过|通)?的?(?:峰谷|分时|谷电)"
    r"|(?:有没有|是不是|是否)(?:开|办)(?:过|通)?的?(?:峰谷|分时)"
    r"|(?:开|办|用)(?:过|通)?了?的?(?:峰谷|分时)电?表?了?(?:没有?|吗|么|不|嘛)$"
    r"|(?:峰谷|分时)电?价?(?:开|办)(?:过|通|好)?了?(?:没有?|吗|么)$"
)
_LARGE_DONE = re.compile(
    r"多[给加]了(?:多少|几)度?|"
    r"(?:加|批|办|通过|享受|生效)(?:上|好|下来|成|过)?了?(?:没有?|了吗|吗)$|(?:有没有|是不是|是否)(?:给我)?(?:加|办|批|享受)"
    r"|(?:加|办|批)(?:上|过|好)了?(?:没|吗|一户)|还在不在|[还没]没?加上|过期"
)
_SO_MINE = re.compile(r"^那?[我俺咱]们?家?的?呢")
_EXTRA = re.compile(
    r"阶梯.{0,8}多[花交付掏]|多[花交付掏].{0,10}(?:阶梯|加价|冤枉|超档)|(?:加价|阶梯).{0,4}(?:一共|总共|合计|花了|交了|占|加了)"
    r"|(?:为啥|为什么|怎么|咋).{0,10}[二三]档了|(?:阶梯|[档度]).{0,6}(?:算错|不对)"
)
# When it began, and whether it was the tiers: of an account that is known; without one the rule answers.
_SINCE = re.compile(
    r"(?:加价|涨价|加钱|[二三]档).{0,6}(?:几|哪个?|什么时?)(?:月|时候|候)|(?:几|哪个?)月.{0,6}(?:加价|加钱|[二三]档|超)|(?:是|因为).{0,4}(?:阶梯|加价|超档)"
)
_PRICE = re.compile(
    r"[一1每]度电?.{0,6}(?:多少|几|啥价)|(?:多少|几).{0,4}[一1每]度|按(?:什么|哪个|多少|啥).{0,4}(?:价|算|收)|电价(?:是|多少)"
)
_ALL_AT_ONCE = re.compile(r"全按|[都全]部?(?:按|算).{0,6}[毛元块角]")
_PAYS = re.compile(r"省了?下?(?:多少|几)|(?<!才)(?:划算|合算|值不?值)")
_EACH_MONTH = re.compile(r"多[给加].{0,2}(?:多少|几)度?|加(?:多少|几)度")
_OTHER_PRICE = re.compile(
    rf"清零|归零|明年|年后|居民|[一二三]档|房东|物业|充电桩|商业|农|{BUSINESS_WORDS.pattern}"
)

Tell = Callable[[Turn, Say, Account, str], Awaitable[None]]


def wanted(topic: str, text: str) -> bool:
    """Whether the words ask for the own account, so that one has to be known."""
    return (asks_done(text) and topic in _DONE) or any(
        topic in topics and words.search(text) for topics, words, _ in _OWN
    )


def fits_known(topic: str, text: str) -> bool:
    """Whether the question is general, but better answered for an account that is known already."""
    if topic == TOU:
        return bool(_PAYS.search(text))
    if topic == LARGE:
        return bool(_EACH_MONTH.search(text))
    if topic == TIER and _SINCE.search(text):
        return True
    is_price = _PRICE.search(text) and not _OTHER_PRICE.search(text)
    return topic == TIER and bool(is_price or _ALL_AT_ONCE.search(text))


async def mine(topic: str, turn: Turn, say: Say, account: Account, text: str) -> Events:
    """Answers what the words ask about a topic of the own account; without such words how the account stands."""
    tell: Tell = next(
        (told for topics, words, told in _OWN if topic in topics and words.search(text)), _WHOLE[topic]
    )
    if tell is _WHOLE[topic] and asks_done(text):
        tell = _DONE.get(topic, tell)
    if tell is _tier and _SINCE.search(text):
        tell = _extra
    elif tell is _tier and fits_known(TIER, text):
        tell = _price
    await tell(turn, say, account, text)
    return []


async def _tier(turn: Turn, say: Say, account: Account, text: str) -> None:
    bills = await bills_of(Service(turn.conversation), account, MONTHS_KEPT)
    bill = chosen(turn, account, bills, text) if bills else ""
    if isinstance(bill, str) and bill:
        say.text(bill)
    elif isinstance(bill, Bill) and (position := tier_position(bill)):
        said = position if bill.period[:4] == str(turn.at.year) else position.replace("今年", "那一年")
        say.text(f"{named(account)}：{said}（算到{month_name(bill.period, turn.at)}的账单）。")
    elif account["tariff"] in (FLAT, BUSINESS):
        say.text(f"{named(account)}执行{_kind(account)}，不分档。")
    else:
        say.text(f"{named(account)}还没有出过账单，出账后就能看到第几档。")


async def _price(turn: Turn, say: Say, account: Account, text: str) -> None:
    """What the next kWh costs."""
    prices = await Prices.now(residential_prices)
    if account["tariff"] == BUSINESS:
        say.text(f"{named(account)}执行工商业电价，每月公布，我这里没有准数，请看账单或网上国网App。")
    elif prices is None:
        say.utter("utter_tariff_no_prices")
    elif account["tariff"] == FLAT:
        say.text(f"{named(account)}执行合表电价，统一{plain(prices.flat)}元一度，不分档{prices.source}。")
    else:
        bills = await bills_of(Service(turn.conversation), account, 1)
        say.text(f"{named(account)}{_tier_price(prices, account, bills[0] if bills else None, text)}")


def _tier_price(prices: Prices, account: Account, bill: Bill | None, text: str) -> str:
    """The tier reached this year, and its price; who thinks that all is billed so hears that it is not."""
    tier = bill.tier if bill and bill.tier else 1
    price = prices.base + (0, *prices.adders)[tier - 1]
    if account["tariff"] == TOU_TARIFF:
        peak, valley = plain(price + prices.peak_adder), plain(price + prices.valley_adder)
        told = f"开了峰谷，现在在第{'一二三'[tier - 1]}档：峰时{peak}元一度，谷时{valley}元"
    else:
        told = f"现在在第{'一二三'[tier - 1]}档，{plain(price)}元一度"
    if bill and tier > 1 and _ALL_AT_ONCE.search(text):
        cut = (bill.cumulative or 0) + (bill.left_in_tier or 0) if tier == 2 else prices.yearly_cuts[1]
        passed = (
            f"今年累计{bill.cumulative}度，低一档的已经用完"
            if tier == 2 or not cut
            else f"今年累计{bill.cumulative}度，已过{cut}度"
        )
        told += f"。不是全年都按这个价：{passed}，往后才按它算；1月1日又从{plain(prices.base)}元开始"
    return f"{told}{prices.source}。"


async def _tou_open(turn: Turn, say: Say, account: Account, text: str) -> None:
    if account["tariff"] == TOU_TARIFF:
        say.text(f"{named(account)}已经开了峰谷。")
    elif account["tariff"] in (FLAT, BUSINESS):
        say.utter("utter_tou_not_for_account", account=named(account))
    else:
        say.text(f"{named(account)}没有开峰谷，是不分时段的阶梯电价。想办可以问我“峰谷怎么开通”。")


async def _tou(turn: Turn, say: Say, account: Account, text: str) -> None:
    """Only measured peak and valley can tell whether it pays; otherwise how to judge."""
    if account["tariff"] != TOU_TARIFF:
        response = (
            "utter_tou_judge" if account["tariff"] not in (FLAT, BUSINESS) else "utter_tou_not_for_account"
        )
        say.utter(response, account=named(account))
        return
    bills = await bills_of(Service(turn.conversation), account, _MONTHS_JUDGED)
    prices = await Prices.now(residential_prices)
    peak, valley = sum(bill.peak_kwh or 0 for bill in bills), sum(bill.valley_kwh or 0 for bill in bills)
    if not peak + valley:
        say.utter("utter_tou_judge", account=named(account))
        return
    share = Decimal(valley) / (peak + valley)
    words = f"{named(account)}已开峰谷，最近{len(bills)}个月谷时用了{valley}度，占{percent(share)}。"
    if prices is None:
        say.text(words)
        return
    saved = prices.saved_by_peak_valley(peak, valley)
    if saved >= 0:
        verdict = f"比不开峰谷约省{yuan(saved)}，划算"
    else:
        verdict = f"比不开峰谷约多花{yuan(-saved)}，要过{percent(prices.valley_pays_from)}才划算"
    say.text(f"{words}{verdict}（估算，{prices.source[1:]}。")


async def _large(turn: Turn, say: Say, account: Account, text: str) -> None:
    """Whether the cuts are wider than the table's: only the bills of this year can tell."""
    if account["tariff"] in (FLAT, BUSINESS):
        say.text(f"{named(account)}执行{_kind(account)}，不分档，也就没有加度数这回事。")
        return
    prices = await Prices.now(residential_prices)
    bills = await bills_of(Service(turn.conversation), account, _MONTHS_JUDGED)
    inside = next(
        (b for b in bills if b.period[:4] == str(turn.at.year) and b.left_in_tier is not None), None
    )
    if prices is None or inside is None:
        say.text(f"{named(account)}加没加，从账单上我看不出来。可以说“转人工”，请工作人员查。")
        return
    tier = inside.tier or 1
    usual = prices.yearly_cuts[tier - 1]
    cut = (inside.cumulative or 0) + (inside.left_in_tier or 0)
    reach = f"今年第{'一二三'[tier - 1]}档到{cut}度"
    if cut > usual:
        monthly = f"（每月{prices.large_household_monthly}度）" if prices.large_household_monthly else ""
        say.text(f"{named(account)}加上了：{reach}，比一般的{usual}度多{cut - usual}度{monthly}。")
    else:
        say.text(
            f"{named(account)}还没有加：{reach}，和一般人家一样。要户主申请，想办可以问我“多人口怎么申请”。"
        )


async def _extra(turn: Turn, say: Say, account: Account, text: str) -> None:
    """What tiers 2 and 3 added to this year's bills, as the bills say."""
    if account["tariff"] in (FLAT, BUSINESS):
        say.text(f"{named(account)}执行{_kind(account)}，不分档，没有加价。")
        return
    bills = await bills_of(Service(turn.conversation), account, _MONTHS_JUDGED)
    this_year = [bill for bill in bills if bill.period[:4] == str(turn.at.year)]
    if not this_year:
        say.text(f"{named(account)}今年还没有出过账单。")
        return
    more = sum((bill.adders for bill in this_year), Decimal(0))
    until = month_name(this_year[0].period, turn.at)
    told = f"因为超过第一档多交{yuan(more)}" if more else "没有用过第一档，没有加价"
    say.text(f"{named(account)}{_crossings(this_year, turn.at)}今年算到{until}的账单，{told}。")


def _crossings(bills: Sequence[Bill], now: datetime) -> str:
    """When a tier was used up, and at which total; empty while the first one lasts.

    Args:
        bills: of one year, newest first.
    """
    told, tier, cut = [], 1, None
    for bill in reversed(bills):
        reached = bill.tier or tier
        if reached > tier:
            above = f"，超过了{cut}度" if cut else ""
            told.append(
                f"{month_name(bill.period, now)}累计到{bill.cumulative}度{above}，进了{TIERS[reached]}"
            )
        tier = reached
        cut = (bill.cumulative or 0) + bill.left_in_tier if bill.left_in_tier is not None else None
    return "；".join(told) + "。" if told else ""


def _kind(account: Account) -> str:
    return "合表电价" if account["tariff"] == FLAT else "工商业电价"


# Intents, words, answer: the first that fits.
_OWN: tuple[tuple[frozenset[str], re.Pattern[str], Tell], ...] = (
    (frozenset((TIER, TOU)), _EXTRA, _extra),
    (frozenset((TOU,)), _OWN_TOU, _tou),
    (frozenset((TOU, TIER)), _TOU_OPEN, _tou_open),
    (frozenset((LARGE,)), _LARGE_DONE, _large),
    (frozenset((TIER,)), _OWN_TIER, _tier),
    (frozenset((TIER, TOU)), _SO_MINE, _price),
)
_WHOLE: dict[str, Tell] = {TIER: _tier, TOU: _tou, LARGE: _large}
# What an application is asked after: “办过没有”.
_DONE: dict[str, Tell] = {TOU: _tou_open, LARGE: _large}
# Topic: the wish of its own account, by name.
MINE = {TIER: "tier_mine", TOU: "tou_mine", LARGE: "large_mine"}
WISHES = {
    "tier_mine": Wish(partial(mine, TIER), "看第几档"),
    "tou_mine": Wish(partial(mine, TOU), "看峰谷电价"),
    "large_mine": Wish(partial(mine, LARGE), "看一户多人口"),
}
