"""One wish is never cut in two; two are told apart when they are sure and different."""

import pytest

from bot.nlu.wishes import Border, Part, find_wishes, split

_ALLOWED = dict.fromkeys(Border, 1.5) | {Border.STOP: 2.0, Border.LINKED: 3.0}
_NO_SENSE = 0.5
_OUTAGE, _TOU, _BILL = ("report_outage_home", 0.95), ("ask_tou", 0.95), ("query_bill", 0.95)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("我家没电了。另外帮我查下上月电费", ["我家没电了", "帮我查下上月电费"]),
        ("我家没电了,顺便问下峰谷怎么开", ["我家没电了", "问下峰谷怎么开"]),
        ("我家没电了 对了电费怎么交", ["我家没电了", "电费怎么交"]),
        ("电表不走字了,还有电费怎么交", ["电表不走字了", "电费怎么交"]),
        ("明天停电吗充电桩怎么申请", ["明天停电吗", "充电桩怎么申请"]),
        ("查电费 开发票 绑户号", ["查电费", "开发票", "绑户号"]),
        ("冰箱停了,家里没电", ["冰箱停了", "家里没电"]),
        ("另外,我家没电了怎么办", ["我家没电了", "怎么办"]),
        ("你好啊,电费怎么交?在", ["你好啊", "电费怎么交?在"]),
        ("还有多久能来电呢", ["还有多久能来电呢"]),
        ("厂里的表箱里还有三块表不走字", ["厂里的表箱里还有三块表不走字"]),
        ("绑了两户,还有一户绑不上", ["绑了两户", "还有一户绑不上"]),
        ("家里没电了还有我想问下电费", ["家里没电了", "我想问下电费"]),
        ("停电,快来", ["停电,快来"]),
        ("", [""]),
    ],
)
def test_may_be_cut_where_a_clause_ends(text: str, cut: list[str]) -> None:
    assert [text[p.start : p.end] for p in split(text)] == cut


def test_an_enumeration_is_one_part() -> None:
    assert len(split("把十月每档多少度、多少钱列给我看")) == 1


def test_a_connective_and_a_sentence_end_outlast_commas_when_there_are_too_many_parts() -> None:
    text = "这个月的账单我看不懂,比上月多了三百块,能不能讲讲。家里就两个人,另外我家峰谷是什么时候开的"
    assert [part.border for part in split(text)] == [Border.BEGINNING, Border.STOP, Border.LINKED]


def test_a_message_is_read_in_five_pieces_at_most_and_each_once_it_is_needed() -> None:
    parts = split("家里没电了,电费多少,怎么交,发票在哪,峰谷怎么开 过户怎么办。" * 5)
    read = set()

    def sure(piece: Part) -> tuple[str, float]:
        read.add(piece)
        return _OUTAGE

    def unsure(piece: Part) -> tuple[str, float]:
        read.add(piece)
        return "report_trip", 0.1

    find_wishes(parts, sure, _NO_SENSE, _ALLOWED)
    assert len(read) == 5
    read.clear()
    find_wishes(parts, unsure, _NO_SENSE, _ALLOWED)
    assert len(read) <= 3


def test_a_message_that_cannot_be_cut_is_not_read_in_pieces() -> None:
    def read(piece: Part) -> tuple[str, float]:
        raise AssertionError(piece)

    assert find_wishes(split("家里没电了"), read, _NO_SENSE, _ALLOWED) == []


def _parts(*borders: Border) -> list[Part]:
    return [Part(10 * i, 10 * i + 8, border) for i, border in enumerate((Border.BEGINNING, *borders))]


def _wishes(
    parts: list[Part],
    *single: tuple[str, float],
    joined: tuple[str, float] = ("report_trip", 0.1),
    whole: float = _NO_SENSE,
) -> list[str]:
    alone = dict(zip(parts, single, strict=True))
    found = find_wishes(parts, lambda piece: alone.get(piece, joined), whole, _ALLOWED)
    return [wish.intent for wish in found]


def test_two_sure_and_different_wishes() -> None:
    assert _wishes(_parts(Border.COMMA), _OUTAGE, _TOU) == ["report_outage_home", "ask_tou"]


def test_a_message_that_makes_sense_as_a_whole_needs_surer_pieces() -> None:
    parts = _parts(Border.STOP)
    assert len(_wishes(parts, _OUTAGE, _TOU, whole=0.6)) == 2
    assert _wishes(parts, _OUTAGE, _TOU, whole=0.98) == []
    assert len(_wishes(parts, ("report_outage_home", 0.99), ("ask_tou", 0.99), whole=0.98)) == 2


def test_one_sure_wish_carries_no_improbable_one() -> None:
    assert _wishes(_parts(Border.LINKED), ("report_outage_home", 1.0), ("ask_tou", 0.7)) == []


@pytest.mark.parametrize(
    ("border", "count"),
    [(Border.SPACE, 0), (Border.COMMA, 0), (Border.STOP, 2), (Border.LINKED, 2)],
)
@pytest.mark.parametrize("unsure_first", [True, False])
def test_a_weak_border_needs_surer_pieces_on_both_sides(
    border: Border, count: int, unsure_first: bool
) -> None:
    pieces = [_OUTAGE, ("ask_tou", 0.85)]
    assert len(_wishes(_parts(border), *(reversed(pieces) if unsure_first else pieces))) == count


def test_three_wishes() -> None:
    parts = _parts(Border.SPACE, Border.SPACE)
    assert _wishes(parts, _OUTAGE, _TOU, _BILL) == ["report_outage_home", "ask_tou", "query_bill"]


def test_parts_of_one_wish_stay_together() -> None:
    parts = _parts(Border.COMMA, Border.COMMA)
    understood = {
        parts[0]: _OUTAGE,
        parts[1]: ("ask_tier", 0.5),
        parts[2]: ("pay_how", 0.5),
        Part(parts[1].start, parts[2].end, Border.COMMA): _TOU,
    }
    wishes = find_wishes(
        parts, lambda piece: understood.get(piece, ("report_trip", 0.1)), _NO_SENSE, _ALLOWED
    )
    assert [(w.intent, w.start, w.end) for w in wishes] == [
        ("report_outage_home", 0, 8),
        ("ask_tou", 10, 28),
    ]


def test_no_supply_and_when_is_it_back_is_one_wish_unless_a_connective_parts_them() -> None:
    info = ("ask_outage_info", 0.95)
    assert _wishes(_parts(Border.STOP), _OUTAGE, info) == []
    assert _wishes(_parts(Border.LINKED), _OUTAGE, info) == ["report_outage_home", "ask_outage_info"]


@pytest.mark.parametrize(
    "pair", ["report_outage_home complain", "query_bill pay_how", "query_ticket complain"]
)
def test_two_things_of_one_field_are_two_wishes(pair: str) -> None:
    first, second = pair.split()
    assert _wishes(_parts(Border.COMMA), (first, 0.95), (second, 0.95)) == [first, second]


def test_chatter_is_no_wish() -> None:
    parts = _parts(Border.COMMA, Border.COMMA)
    assert _wishes(parts, ("greet", 1.0), _OUTAGE, ("thanks", 1.0)) == []
    assert _wishes(parts, ("greet", 1.0), _OUTAGE, _TOU) == ["report_outage_home", "ask_tou"]


def test_danger_comes_first_and_an_outage_beside_it_stays() -> None:
    assert _wishes(_parts(Border.COMMA), _OUTAGE, ("report_danger", 1.0)) == [
        "report_danger",
        "report_outage_home",
    ]


def test_the_fault_that_shows_a_danger_is_no_wish_of_its_own() -> None:
    assert _wishes(_parts(Border.COMMA), ("report_trip", 0.95), ("report_danger", 1.0)) == []
