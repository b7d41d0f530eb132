"""Pushes become the service's messages; every kind and event of the platform."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.wechat.errors import Unreadable
from channels.wechat.messages import CLICK_WINDOW, MESSAGE_WINDOW, parse, to_inbound
from common.settings import ZONE
from service.face import InboundMessage, Kind, Place
from tests.wechat_simulator import to_xml

OPENID = "oLaidian0000000000000000001x"


def message(kind: str, **content: str) -> InboundMessage | None:
    head = {"ToUserName": "gh_1", "FromUserName": OPENID, "CreateTime": "1767225600", "MsgType": kind}
    return to_inbound(parse(to_xml({**head, **content, "MsgId": "24812345678901234"}).encode()))


def event(name: str, **content: str) -> InboundMessage | None:
    head = {"ToUserName": "gh_1", "FromUserName": OPENID, "CreateTime": "1767225600", "MsgType": "event"}
    return to_inbound(parse(to_xml({**head, "Event": name, **content}).encode()))


def test_text_keeps_words_time_identity_and_window() -> None:
    assert message("text", Content="我家停电了👷") == InboundMessage(
        channel="wechat",
        customer=OPENID,
        platform_id=f"{OPENID}:24812345678901234",
        kind=Kind.TEXT,
        sent_at=datetime(2026, 1, 1, 8, 0, tzinfo=ZONE),
        text="我家停电了👷",
        window=MESSAGE_WINDOW,
    )
    assert (MESSAGE_WINDOW.messages, MESSAGE_WINDOW.seconds) == (5, 172800)
    assert (CLICK_WINDOW.messages, CLICK_WINDOW.seconds) == (3, 60)


@pytest.mark.parametrize("sticker", ["/:rose", "[Smile]", "[微笑]好的"])
def test_old_stickers_stay_text(sticker: str) -> None:
    assert (found := message("text", Content=sticker)) and (found.kind, found.text) == (Kind.TEXT, sticker)


@pytest.mark.parametrize("content", ["", "  \n", "【收到不支持的消息类型，暂无法显示】"])
def test_text_without_words_is_unknown(content: str) -> None:
    assert (found := message("text", Content=content)) and found.kind is Kind.UNKNOWN


def test_menu_tap_is_a_choice_with_the_title_that_was_shown() -> None:
    found = message("text", Content="2. 报修停电", bizmsgmenuid="17-1")
    assert found and (found.kind, found.choice, found.text) == (Kind.CHOICE, "17-1", "报修停电")
    assert found.window == CLICK_WINDOW


KINDS: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    ("image", {"PicUrl": "http://x/0", "MediaId": "m1"}, {"kind": Kind.IMAGE, "media_ref": "m1", "text": ""}),
    ("voice", {"MediaId": "m8", "MediaId16K": "m16"}, {"kind": Kind.VOICE, "media_ref": "m16", "text": ""}),
    ("voice", {"MediaId": "m8", "Recognition": ""}, {"kind": Kind.VOICE, "media_ref": "m8", "text": ""}),
    ("voice", {"MediaId": "m8", "Recognition": "停电了。"}, {"kind": Kind.VOICE, "text": "停电了。"}),
    ("video", {"MediaId": "v", "ThumbMediaId": "t"}, {"kind": Kind.UNKNOWN, "media_ref": "v"}),
    ("shortvideo", {"MediaId": "v", "ThumbMediaId": "t"}, {"kind": Kind.UNKNOWN}),
    ("link", {"Title": "公告", "Url": "https://e.cn"}, {"kind": Kind.UNKNOWN, "text": "公告 https://e.cn"}),
    ("hologram", {"Depth": "3"}, {"kind": Kind.UNKNOWN, "text": "", "window": MESSAGE_WINDOW}),
]


@pytest.mark.parametrize(("kind", "content", "expected"), KINDS)
def test_kinds(kind: str, content: dict[str, str], expected: dict[str, Any]) -> None:
    found = message(kind, **content)
    assert found and {name: getattr(found, name) for name in expected} == expected


def test_place_has_latitude_first() -> None:
    found = message("location", Location_X="34.841", Location_Y="119.128", Scale="15", Label="青口镇")
    assert found and found.place == Place(34.841, 119.128, "青口镇") and found.text == "青口镇"


@pytest.mark.parametrize(
    "bad", [{"Location_X": "x", "Location_Y": "1"}, {"Location_X": "nan", "Location_Y": "1"}, {}]
)
def test_place_that_is_none_is_unreadable(bad: dict[str, str]) -> None:
    with pytest.raises(Unreadable):
        message("location", **bad)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("subscribe", {"EventKey": ""}, "subscribe"),
        ("subscribe", {"EventKey": "qrscene_hall-3", "Ticket": "t"}, "subscribe"),
        ("SCAN", {"EventKey": "hall-3", "Ticket": "t"}, "scan:hall-3"),
        ("scan", {"EventKey": "hall-3"}, "scan:hall-3"),
        ("CLICK", {"EventKey": "report"}, "menu:report"),
        ("Click", {"EventKey": "report"}, "menu:report"),
        ("scancode_waitmsg", {"EventKey": "meter", "ScanCodeInfo": ""}, "menu:meter"),
    ],
)
def test_events_that_are_answered(name: str, content: dict[str, str], expected: str) -> None:
    found = event(name, **content)
    assert found and (found.kind, found.event, found.window) == (Kind.EVENT, expected, CLICK_WINDOW)
    assert found.platform_id == f"{OPENID}:1767225600:{name.lower()}:{content['EventKey']}"


def test_unsubscribe_opens_no_window() -> None:
    found = event("unsubscribe", EventKey="")
    assert found and (found.event, found.window) == ("unsubscribe", None)


@pytest.mark.parametrize(
    "name",
    [
        "LOCATION",
        "VIEW",
        "view_miniprogram",
        "scancode_push",
        "pic_sysphoto",
        "pic_photo_or_album",
        "pic_weixin",
        "location_select",
        "TEMPLATESENDJOBFINISH",
        "kf_create_session",
        "kf_close_session",
        "kf_switch_session",
        "subscribe_msg_popup_event",
        "subscribe_msg_change_event",
        "subscribe_msg_sent_event",
        "user_authorization_revoke",
        "something_new",
    ],
)
def test_other_events_are_only_acknowledged(name: str) -> None:
    assert event(name, EventKey="k") is None


def test_events_of_one_second_are_told_apart() -> None:
    ids = {found.platform_id for key in "ab" if (found := event("CLICK", EventKey=key))}
    ids |= {found.platform_id for name in ("subscribe", "SCAN") if (found := event(name, EventKey="a"))}
    assert len(ids) == 4


def test_very_long_key_still_fits_the_log() -> None:
    found = event("CLICK", EventKey="k" * 5000)
    assert found and found.event and len(found.event) <= 160 and len(found.platform_id) <= 256


def test_nested_elements_of_an_event_do_not_disturb() -> None:
    xml = (
        f"<xml><FromUserName>{OPENID}</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType>"
        "<Event>subscribe_msg_sent_event</Event><SubscribeMsgSentEvent><List><TemplateId>t</TemplateId></List>"
        "</SubscribeMsgSentEvent></xml>"
    )
    assert to_inbound(parse(xml.encode())) is None


@pytest.mark.parametrize("missing", ["FromUserName", "CreateTime", "MsgType", "MsgId"])
def test_missing_field_is_unreadable(missing: str) -> None:
    fields = {"FromUserName": OPENID, "CreateTime": "1", "MsgType": "text", "Content": "x", "MsgId": "1"}
    del fields[missing]
    with pytest.raises(Unreadable, match=missing):
        to_inbound(fields)


@pytest.mark.parametrize("time", ["soon", "9" * 30, "-" + "9" * 18])
def test_impossible_time_is_unreadable(time: str) -> None:
    with pytest.raises(Unreadable):
        to_inbound({"FromUserName": OPENID, "CreateTime": time, "MsgType": "text", "MsgId": "1"})


def test_characters_that_xml_forbids_cost_no_message() -> None:
    found = message("text", Content="没\x01电\x08了\ufffe\uffff\x1f 第一行\n第二行")
    assert found and found.text == "没电了 第一行\n第二行"


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"{}",
        b"<xml><a></xml>",
        b"\xff\xfe<",
        b'<?xml version="1.0" encoding="martian"?><xml/>',
        b"<!DOCTYPE xml><xml><MsgType>text</MsgType></xml>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><xml><Content>&a;</Content></xml>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Content>&a;</Content></xml>',
    ],
)
def test_broken_or_dangerous_xml_is_unreadable(xml: bytes) -> None:
    with pytest.raises(Unreadable):
        parse(xml)


@given(st.binary(max_size=200))
def test_any_bytes_give_fields_or_our_own_error(data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert isinstance(parse(data), dict)


NAMES = [
    "FromUserName",
    "CreateTime",
    "MsgType",
    "MsgId",
    "Event",
    "EventKey",
    "Content",
    "Location_X",
    "Location_Y",
]
WORDS = st.sampled_from(["text", "event", "location", "subscribe", "1767225600", "34.8"]) | st.text(
    max_size=20
)


@given(st.dictionaries(st.sampled_from(NAMES), WORDS))
def test_any_fields_give_a_message_or_our_own_error(fields: dict[str, str]) -> None:
    try:
        found = to_inbound(fields)
    except Unreadable:
        return
    assert found is None or found.customer == fields["FromUserName"].strip()
