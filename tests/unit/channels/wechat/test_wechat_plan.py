"""Pending messages become few platform calls that the platform takes, and say so when something is left out."""

from __future__ import annotations

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.wechat.plan import CUT_NOTE, MENU_HINT, STAFF_PREFIX, plan
from channels.wechat.texts import TEXT_BYTES, split
from service.face import Author, Envelope, Kind
from tests.unit.channels.wechat.wechat_fakes import line

FAMILY = "👨\u200d👩\u200d👧\u200d👦"


def shown(envelope: Envelope) -> str:
    body = envelope.body
    if body["msgtype"] == "text":
        return str(body["text"]["content"])
    if body["msgtype"] == "msgmenu":
        return str(body["msgmenu"]["head_content"])
    return f"[{body['image']['media']}]"


def test_texts_of_one_answer_become_one_call() -> None:
    (only,) = plan([line(1, "已经记下。"), line(2, "工单号 8801。"), line(3, "抢修人员会联系您。")], 5)
    assert shown(only) == "已经记下。\n工单号 8801。\n抢修人员会联系您。"
    assert only.messages == (1, 2, 3)


def test_buttons_become_a_menu_below_all_texts() -> None:
    (only,) = plan(
        [line(1, "查到两户。"), line(2, "您要查哪一户？", Author.BOT, "幸福路 3 号", "黄海路 8 号")], 5
    )
    assert only.messages == (1, 2)
    assert only.body["msgmenu"] == {
        "head_content": "查到两户。\n您要查哪一户？",
        "list": [{"id": "2-0", "content": "1. 幸福路 3 号"}, {"id": "2-1", "content": "2. 黄海路 8 号"}],
        "tail_content": MENU_HINT,
    }


def test_only_the_last_buttons_are_shown() -> None:
    first, second = plan(
        [line(1, "问一", Author.BOT, "甲"), line(2, "问二", Author.BOT, "乙"), line(3, "另外")], None
    )
    assert [item["id"] for item in first.body["msgmenu"]["list"]] == ["2-0"]
    assert shown(first) == "问一\n问二" and shown(second) == "另外"


def test_buttons_without_words_still_ask() -> None:
    (only,) = plan([line(1, "", Author.BOT, "是", "否")], None)
    assert shown(only) == "请选择：" and only.messages == (1,)


def test_items_beyond_ten_can_still_be_typed() -> None:
    (only,) = plan([line(1, "哪个村？", Author.BOT, *(f"村{n}" for n in range(1, 13)))], None)
    menu = only.body["msgmenu"]
    assert len(menu["list"]) == 10
    assert menu["tail_content"] == f"11. 村11\n12. 村12\n{MENU_HINT}"


def test_staff_is_marked_once_a_run_and_the_bot_not_at_all() -> None:
    envelopes = plan(
        [line(1, "请稍等"), line(2, "我是小李", Author.STAFF), line(3, "在看了", Author.STAFF)], None
    )
    assert [shown(e) for e in envelopes] == [f"请稍等\n{STAFF_PREFIX}我是小李\n在看了"]


def test_bot_below_staff_does_not_pass_for_staff() -> None:
    envelopes = plan([line(1, "再见", Author.STAFF), line(2, "还有什么可以帮您？")], None)
    assert [shown(e) for e in envelopes] == [f"{STAFF_PREFIX}再见", "还有什么可以帮您？"]


def test_picture_keeps_its_place_and_its_words() -> None:
    messages = [line(1, "请看"), line(2, "缴费二维码", kind=Kind.IMAGE, media="qr"), line(3, "扫一扫即可")]
    envelopes = plan(messages, None)
    assert [shown(e) for e in envelopes] == ["请看", "[qr]", "缴费二维码\n扫一扫即可"]
    assert [e.messages for e in envelopes] == [(1,), (2,), (2, 3)]


def test_long_text_is_cut_at_the_end_of_a_sentence() -> None:
    sentence = "停电时请先检查家里的空气开关是否跳闸。"
    first, second = plan([line(1, sentence * 50)], None)
    assert shown(first).endswith("。") and shown(first) + shown(second) == sentence * 50


def test_line_ends_go_before_sentence_ends() -> None:
    text = "甲" * 500 + "\n" + "乙" * 100 + "。" + "丙" * 400
    first, _ = plan([line(1, text)], None)
    assert shown(first) == "甲" * 500


def test_long_question_goes_first_as_text_with_its_end_above_the_menu() -> None:
    first, second = plan([line(1, "甲" * 682, Author.BOT, "好", "不")], None)
    assert (first.body["msgtype"], second.body["msgtype"]) == ("text", "msgmenu")
    assert shown(first) + shown(second) == "甲" * 682


def test_family_emoji_is_never_cut() -> None:
    for envelope in plan([line(1, "a" + FAMILY * 200)], None):
        assert len(shown(envelope).removeprefix("a")) % len(FAMILY) == 0


def test_half_a_character_does_not_stop_the_answer() -> None:
    (only,) = plan([line(1, "好\ud83d的")], None)
    assert shown(only) == "好\ufffd的"


def test_urgent_words_go_first_when_not_all_may_go_and_the_customer_is_told() -> None:
    messages = [line(1, "甲" * 682), line(2, "乙" * 682), line(3, "请远离断线！", urgent=True)]
    (only,) = plan(messages, 1)
    assert shown(only) == f"请远离断线！\n{CUT_NOTE}" and only.messages == (3,)
    first, second = plan(messages, 2)
    assert shown(first).startswith("请远离断线！\n甲") and shown(second).endswith(CUT_NOTE)
    assert {*first.messages, *second.messages} == {1, 3}


def test_question_goes_before_remarks_when_not_all_may_go() -> None:
    (only,) = plan([line(1, "甲" * 682), line(2, "哪一户？", Author.BOT, "一", "二")], 1)
    assert shown(only) == "哪一户？" and only.messages == (2,)
    assert only.body["msgmenu"]["tail_content"].endswith(CUT_NOTE)


def test_one_endless_message_is_cut_with_a_note() -> None:
    first, second = plan([line(1, "说" * 5000, Author.STAFF)], 2)
    assert shown(first).startswith(STAFF_PREFIX) and shown(second).endswith(CUT_NOTE)


def test_nothing_goes_when_nothing_may() -> None:
    assert plan([line(1, "好")], 0) == []


PIECES = st.sampled_from(
    ["停", "电。", "\n", "a", "👍🏽", FAMILY, "🇨🇳", "e\u0301", "\ud83d", " ", "很长的一段话，没有句号，" * 40]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)
TITLES = st.lists(st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=40), max_size=13)
MESSAGES = st.lists(
    st.tuples(
        TEXTS, st.sampled_from(list(Author)), TITLES, st.booleans(), st.sampled_from([None, None, "pic"])
    ),
    max_size=6,
).map(
    lambda rows: [
        line(n, text, author, *titles, urgent=urgent, media=media, kind=Kind.IMAGE if media else Kind.TEXT)
        for n, (text, author, titles, urgent, media) in enumerate(rows, 1)
    ]
)


@settings(deadline=None, max_examples=150)
@given(MESSAGES, st.none() | st.integers(min_value=1, max_value=5))
def test_every_plan_is_one_that_the_platform_takes(messages: list, remaining: int | None) -> None:
    envelopes = plan(messages, remaining)
    assert remaining is None or len(envelopes) <= remaining
    known = {message.id for message in messages}
    for envelope in envelopes:
        assert envelope.messages and set(envelope.messages) <= known
        body = envelope.body
        if body["msgtype"] == "text":
            assert 0 < len(body["text"]["content"].encode()) <= TEXT_BYTES
        elif body["msgtype"] == "msgmenu":
            assert body["msgmenu"]["head_content"] and 1 <= len(body["msgmenu"]["list"]) <= 10
            assert len(body["msgmenu"]["head_content"].encode()) <= TEXT_BYTES
    if remaining is None:
        said = {
            m.id
            for m in messages
            if m.media or m.text.strip() or m.id == max((x.id for x in messages if x.buttons), default=0)
        }
        assert said <= {number for envelope in envelopes for number in envelope.messages}


@settings(deadline=None)
@given(TEXTS, st.integers(min_value=64, max_value=TEXT_BYTES))
def test_pieces_cover_the_text_on_character_borders(text: str, limit: int) -> None:
    text = text.encode(errors="ignore").decode()
    spans = list(split(text, limit))
    assert "".join(text[start:end] for start, end in spans) == text
    borders = {match.start() for match in regex.finditer(r"\X", text)} | {len(text)}
    for start, end in spans:
        assert end in borders and len(text[start:end].encode()) <= limit


@given(st.text(max_size=40), st.integers(min_value=1, max_value=30))
def test_an_endless_combination_is_cut_all_the_same(text: str, limit: int) -> None:
    monster = "e" + "\u0301" * 200
    assert all(len(monster[a:b].encode()) <= max(limit, 4) for a, b in split(monster, max(limit, 4)))
