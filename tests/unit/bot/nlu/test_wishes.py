"""One wish is never cut in two; two are told apart when they are sure and different."""

import pytest

from bot.nlu.wishes import Part, Wish, danger_first, find_wishes, split


def _pieces(text: str) -> list[str]:
    return [text[p.start : p.end] for p in split(text)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("我家没电了。另外帮我查下上月电费", ["我家没电了", "帮我查下上月电费"]),
        ("我家没电了,顺便问下峰谷怎么开", ["我家没电了", "问下峰谷怎么开"]),
        ("我家没电了 对了电费怎么交", ["我家没电了", "电费怎么交"]),
        ("电表不走字了,还有电费怎么交", ["电表不走字了", "电费怎么交"]),
        ("明天停电吗,充电桩怎么申请", ["明天停电吗", "充电桩怎么申请"]),
        ("还有多久来电", ["还有多久来电"]),
        ("楼上还有电我家没有", ["楼上还有电我家没有"]),
        ("家里没电,灯都不亮,冰箱也停了", ["家里没电,灯都不亮,冰箱也停了"]),
        ("喂。你好。家里没电了", ["喂。你好", "家里没电了"]),
        ("停电", ["停电"]),
        ("", [""]),
    ],
)
def test_cuts_only_at_sentence_ends_and_connectives(text: str, pieces: list[str]) -> None:
    assert _pieces(text) == pieces


def _wishes(*intents: tuple[str, float, bool]) -> list[str]:
    parts = [Part(10 * i, 10 * i + 8, linked) for i, (_, _, linked) in enumerate(intents)]
    understood = {part: (name, p) for part, (name, p, _) in zip(parts, intents, strict=True)}
    return [w.intent for w in find_wishes(parts, understood.__getitem__, alone=0.75, linked=0.55)]


def test_two_sure_and_different_wishes() -> None:
    assert _wishes(("report_outage_home", 0.9, False), ("ask_tou", 0.9, False)) == [
        "report_outage_home",
        "ask_tou",
    ]


def test_what_belongs_together_is_one_wish() -> None:
    assert _wishes(("report_outage_home", 0.9, False), ("ask_outage_info", 0.9, False)) == []


def test_a_connective_parts_what_would_belong_together() -> None:
    assert len(_wishes(("query_bill", 0.9, False), ("pay_how", 0.6, True))) == 2


def test_an_unsure_part_is_no_wish() -> None:
    assert _wishes(("report_outage_home", 0.9, False), ("ask_tou", 0.6, False)) == []


def test_chatter_is_no_wish() -> None:
    assert _wishes(("greet", 1.0, False), ("report_outage_home", 0.9, False), ("thanks", 1.0, False)) == []


def test_danger_comes_first() -> None:
    wishes = [Wish("query_bill", 0.9, 0, 5), Wish("report_danger", 1.0, 6, 9), Wish("ask_tou", 0.9, 10, 12)]
    assert [w.intent for w in danger_first(wishes)] == ["report_danger", "query_bill", "ask_tou"]
