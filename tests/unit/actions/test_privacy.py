"""Rights in personal data: nothing is registered unasked or twice, and what was asked for can be taken back."""

from __future__ import annotations

from typing import Any

import pytest

from actions.account_rights import WANTS, PrivacyRights
from actions.smalltalk import Affirm, BotChallenge, Cancel
from tests.unit.actions.service_fake import FakeService, Talk


def registered(want: str) -> dict[str, Any]:
    return {
        "number": "GD1",
        "topic": "privacy",
        "summary": WANTS[want],
        "moves": ["撤销"],
        "status": "受理",
        "phone": None,
    }


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["那算了 别删了", "我不删了", "还是不用删了", "刚才那个删除不要了"])
async def test_a_deletion_can_be_taken_back(service: FakeService, text: str) -> None:
    service.tickets = [registered("delete")]
    for action, intent in ((PrivacyRights(), "privacy_rights"), (Cancel(), "cancel")):
        service.moved.clear()
        said = await Talk.single(action, text, intent)
        assert service.moved == {"GD1": "cancel"} and "没有登记" not in said
    assert service.made == []


@pytest.mark.asyncio
async def test_what_is_not_to_be_deleted_is_only_kept_quiet(service: FakeService) -> None:
    await Talk.single(PrivacyRights(), "不用删，就是别再给我发短信了", "privacy_rights")
    assert [made["summary"] for made in service.made] == [WANTS["stop"]]


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["不是退订 我是说你们要准", "我没让你退订", "我不是要退订"])
async def test_no_wish_to_be_taken_off_is_registered_that_was_denied(service: FakeService, text: str) -> None:
    customer = Talk.before(PrivacyRights())
    said = await customer.answer(text, "privacy_rights")
    assert service.made == [] and "不退订" in said
    assert customer.followed == ("complain_form" if "准" in text else None)


@pytest.mark.asyncio
async def test_who_asks_where_his_number_came_from_wants_nothing_registered(service: FakeService) -> None:
    text = "你们有没有把我的电话卖给别人 老有推销光伏的"
    assert "96110" in await Talk.single(PrivacyRights(), text, "privacy_rights")
    assert service.made == []


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "text", ["晚上别打", "中午不要打电话", "晚上8点以后别给我打", "别给我发短信 打电话就行"]
)
async def test_when_and_how_to_call_goes_on_the_order(service: FakeService, text: str) -> None:
    service.tickets = [{**registered("stop"), "number": "GD2", "topic": "bill_dispute", "status": "已受理"}]
    assert "GD2" in await Talk.single(PrivacyRights(), text, "privacy_rights")
    assert service.made == []


@pytest.mark.asyncio
async def test_somebody_elses_calls_are_no_messages_of_ours(service: FakeService) -> None:
    await Talk.single(PrivacyRights(), "让他别打了", "privacy_rights")
    assert service.made == []


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["怎么退订啊", "能不能退订你们短信", "短信可以退订吗"])
async def test_how_to_be_taken_off_is_a_question_first(service: FakeService, text: str) -> None:
    customer = Talk.before(PrivacyRights())
    await customer.answer(text, "privacy_rights")
    assert service.made == [] and [button["title"] for button in customer.buttons] == ["对，不再接收"]


@pytest.mark.asyncio
async def test_the_same_wish_is_one_order(service: FakeService) -> None:
    service.tickets = [registered("stop")]
    said = await Talk.single(PrivacyRights(), "别再发催费短信就行 停电的要留着", "privacy_rights")
    assert service.made == [] and "GD1" in said and "催费" in service.notes[0]["text"]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "text", ["不要催费短信", "你把我手机号拉黑 我不想再接你们的电话", "催费电话别打了", "不想再收短信"]
)
async def test_messages_are_called_off_in_many_words(service: FakeService, text: str) -> None:
    await Talk.single(PrivacyRights(), text, "privacy_rights")
    assert [made["summary"] for made in service.made] == [WANTS["stop"]]


@pytest.mark.asyncio
async def test_which_calls_are_meant_goes_with_the_wish(service: FakeService) -> None:
    customer = Talk.before(PrivacyRights())
    await customer.answer("别再给我打电话了", "privacy_rights")
    service.tickets = [registered("stop")]
    await customer.answer("就是催费的电话", "privacy_rights")
    assert [note["text"] for note in service.notes] == ["就是催费的电话"] and len(service.made) == 1


@pytest.mark.asyncio
async def test_there_is_a_button_to_be_taken_off(service: FakeService) -> None:
    customer = Talk.before(PrivacyRights())
    await customer.answer("短信呢", "privacy_rights")
    assert "不再收短信、电话" in [button["title"] for button in customer.buttons]


@pytest.mark.asyncio
async def test_a_swindler_is_not_the_bot(service: FakeService) -> None:
    customer = Talk.before(BotChallenge())
    assert "工作证" in await customer.answer("他说是国家电网的", "bot_challenge")
    assert "我是机器人" in await customer.answer("你是谁啊", "bot_challenge")
    assert "过户" in await customer.answer("你都能干啥", "bot_challenge")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("那查电费为啥要我手机号", "才给看"),
        ("干嘛要填尾号啊", "才给看"),
        ("是不是有人打电话让我加微信退电费", "96110"),
        ("有人打电话叫我扫码退电费 真的假的", "96110"),
    ],
)
async def test_a_plain_question_gets_its_own_answer_and_not_the_leaflet(
    service: FakeService, text: str, answer: str
) -> None:
    said = await Talk.single(PrivacyRights(), text, "privacy_rights")
    assert answer in said and "您可以要一份记录" not in said


@pytest.mark.asyncio
@pytest.mark.parametrize(("topic", "who"), [("complaint_service", "被反映的人"), ("theft", "不会告诉对方")])
async def test_a_wish_for_secrecy_goes_on_the_complaint(service: FakeService, topic: str, who: str) -> None:
    service.tickets = [{**registered("stop"), "topic": topic, "biz_type": "投诉"}]
    said = await Talk.single(PrivacyRights(), "不要让他知道是我投诉的", "privacy_rights")
    assert who in said and service.notes[0]["text"].startswith("要求保密")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "text", ["你是不是骗子啊", "我咋知道你是不是真的供电公司", "你们是真的国网吗", "凭什么相信你"]
)
async def test_who_doubts_the_bot_is_told_how_to_make_sure(service: FakeService, text: str) -> None:
    assert "95598核实" in await Talk.single(BotChallenge(), text, "bot_challenge")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "text", ["删掉我的信息", "我的聊天记录都清掉", "别记我电话", "把我删了", "那卡号删掉", "信息能删了不"]
)
async def test_deletion_is_asked_for_once_more_and_not_called_done(service: FakeService, text: str) -> None:
    customer = Talk.before(PrivacyRights())
    assert "登记删除吗" in await customer.answer(text, "privacy_rights") and service.made == []
    button = next(b["payload"] for b in customer.buttons if b["title"] == "对，删除我的数据")
    said = await customer.answer(button, "privacy_rights", account_want="delete")
    assert [made["summary"] for made in service.made] == [WANTS["delete"]]
    assert "还没有删" in said and "GD202611240001" in said


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("text", "summary"), [("把我的信息都删了", WANTS["delete"]), ("怎么退订啊", WANTS["stop"])]
)
async def test_a_yes_to_the_offer_is_enough(service: FakeService, text: str, summary: str) -> None:
    customer = Talk.before(PrivacyRights())
    await customer.answer(text, "privacy_rights")
    await customer.hear(Affirm(), "对", "affirm")
    assert customer.followed == "action_privacy_rights"
    await customer.run(PrivacyRights())
    assert [made["summary"] for made in service.made] == [summary]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "text", ["能撤回不", "删了行不", "刚才说的地址能删了重写吗", "那登记核查", "你们记上", "那登记"]
)
async def test_what_names_nothing_of_ours_is_no_matter_of_data(service: FakeService, text: str) -> None:
    customer = Talk.before(PrivacyRights())
    assert "个人信息" not in await customer.answer(text, "privacy_rights")
    assert customer.followed == "action_fallback" and service.made == []


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["删", "删吧", "那就删了吧"])
async def test_delete_is_a_yes_to_the_offer(service: FakeService, text: str) -> None:
    customer = Talk.before(PrivacyRights())
    await customer.answer("能删除吗 我的聊天", "privacy_rights")
    assert service.made == []
    await customer.answer(text, "privacy_rights")
    assert [made["summary"] for made in service.made] == [WANTS["delete"]]
