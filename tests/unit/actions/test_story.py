"""Complaints and reports on others: nothing told is lost, no word of the story leads elsewhere, fear is answered, both can be taken back."""

from __future__ import annotations

from typing import Any

import pytest

from actions.complaint import UNTOLD, AskComplainConfirm, ComplainDone, ComplainForm
from actions.handoff import HandOver
from actions.praise_form import PraiseDone, PraiseForm
from actions.smalltalk import Cancel
from actions.theft import AskTheftConfirm, TheftDone, TheftForm
from actions.withdraw import takes_back
from tests.unit.actions.service_fake import FakeService, Talk

PHONE = "13511112222"


def complaint() -> Talk:
    return Talk(ComplainForm(), ComplainDone(), AskComplainConfirm())


def report() -> Talk:
    return Talk(TheftForm(), TheftDone(), AskTheftConfirm())


def ticket(number: str, topic: str, **more: Any) -> dict[str, Any]:
    return {"number": number, "topic": topic, "moves": ["撤销"], "status": "受理", "phone": None, **more}


@pytest.mark.asyncio
async def test_which_it_is_is_asked_once_and_everything_told_is_noted(service: FakeService) -> None:
    customer = complaint()
    asked = [
        await customer.say("你们营业厅那个女的问两句就不耐烦", "complain"),
        await customer.say("城西营业厅", address="城西营业厅"),
        await customer.say("就今天上午十点多"),
        await customer.say("留姓 陈", person=" 陈"),
        await customer.say(PHONE, phone=PHONE),
    ]
    assert ["还是要正式投诉" in said for said in asked] == [True, False, False, False, False]
    assert customer.asked == "complain_confirm"
    await customer.tap("对，登记")
    made = service.made[0]
    assert made["topic"] == "opinion" and made["contact_name"] == "陈" and made["phone"] == PHONE
    assert "城西营业厅" in made["details"]["客户原话"] and "上午十点多" in made["details"]["客户原话"]


@pytest.mark.asyncio
async def test_what_the_difference_is_is_told_at_once(service: FakeService) -> None:
    customer = complaint()
    await customer.say("我要投诉，抄表的态度太差了", "complain")
    said = await customer.say("你说有区别吗", "nlu_fallback")
    assert "两种都有人查" in said and customer.asked == "complain_name"
    assert "区别" not in customer.slots["complain_words"]


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["不用正式", "不用那么正式", "不是投诉", "就反映一下", "随便", "都行"])
async def test_no_formal_complaint_is_made_of_other_words(service: FakeService, text: str) -> None:
    customer = complaint()
    await customer.say("抄表的骂人", "complain")
    await customer.say(text, "nlu_fallback")
    assert customer.asked == "complain_name" and customer.slots["complain_formal"] == "反映情况"


@pytest.mark.asyncio
async def test_a_formal_complaint_may_be_asked_for_later(service: FakeService) -> None:
    customer = complaint()
    await customer.say("抄表的骂人", "complain")
    await customer.say("上周三的事")
    await customer.say("正式投诉", "complain")
    assert customer.slots["complain_formal"] == "正式投诉" and customer.slots["complain_name"] in (
        None,
        UNTOLD,
    )


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "text", ["正式投诉", "城西镇", "个子不高戴个眼镜", "退钱给我", "是的呀", "他叫王强，就是他骂的人"]
)
async def test_a_name_is_never_a_sentence(service: FakeService, text: str) -> None:
    customer = complaint()
    await customer.say("正式投诉，抄表的骂人", "complain")
    assert customer.asked == "complain_name"
    known = {"城西镇": {"address": "城西镇"}, "他叫王强，就是他骂的人": {"person": "王强"}}
    await customer.say(text, "complain" if text == "正式投诉" else "inform", **known.get(text, {}))
    assert customer.slots["complain_name"] in (None, UNTOLD)


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["李", "陈建国", "我姓周", "叫我李师傅", "免贵姓孙", "老张", "王女士"])
async def test_a_name_is_heard_in_many_forms(service: FakeService, text: str) -> None:
    customer = complaint()
    await customer.say("正式投诉，抄表的骂人", "complain")
    await customer.say(text)
    assert customer.asked == "complain_phone"


@pytest.mark.asyncio
async def test_place_name_and_phone_in_one_message_are_all_kept(service: FakeService) -> None:
    customer = complaint()
    await customer.say("正式投诉，说三天回复，没人理我", "complain")
    text = f"青口镇南环社区  我姓周 {PHONE}"
    await customer.say(text, address="青口镇南环社区", person="周", phone=PHONE)
    assert customer.asked == "complain_confirm" and customer.slots["complain_name"] == "周"
    assert "青口镇南环社区" in customer.slots["complain_words"]
    assert customer.slots["complain_words"].endswith("青口镇南环社区")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("补墙 赔钱都行", "appliance_damage"),
        ("钱我早就交了", "pay_problem"),
        ("就是收费的多收了我两百", "bill_high"),
        ("他说是滞纳金", "arrears_reconnect"),
        ("那能给我退钱不", "pay_problem"),
    ],
)
async def test_a_complaint_is_left_by_no_single_word(service: FakeService, text: str, intent: str) -> None:
    customer = complaint()
    await customer.say("你们那个谁把我家墙砸个窟窿，不管了", "complain")
    await customer.say(text, intent)
    assert not customer.rejected and text in customer.slots["complain_words"]


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["黑林供电所的", "城西供电所的人", "95598的客服"])
async def test_whose_people_they_are_is_no_call_for_a_person(service: FakeService, text: str) -> None:
    customer = complaint()
    await customer.say("你们的人态度太差了", "complain")
    await customer.say(text, "ask_human")
    assert not customer.rejected and text in customer.slots["complain_words"]
    praise = Talk(PraiseForm(), PraiseDone())
    await praise.say("我要表扬", "praise_suggest")
    await praise.say(text, "ask_human")
    assert service.made[0]["topic"] == "praise"


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["转人工", "叫你们所里的人来", "找供电所的人", "客服呢"])
async def test_a_call_for_a_person_is_heard_in_a_complaint(service: FakeService, text: str) -> None:
    customer = complaint()
    await customer.say("你们的人态度太差了", "complain")
    await customer.say(text, "ask_human")
    assert customer.rejected


@pytest.mark.asyncio
async def test_a_broken_appliance_is_a_matter_of_its_own(service: FakeService) -> None:
    customer = complaint()
    await customer.say("你们那个谁把我家墙砸个窟窿，不管了", "complain")
    await customer.say("电视也烧了", "appliance_damage", appliance="电视")
    assert customer.rejected


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "text",
    [
        "又怕你们报复",
        "他要是知道了找我麻烦怎么办",
        "会不会让他们知道是我说的",
        "别让他知道",
        "怕他给我穿小鞋",
    ],
)
async def test_fear_is_answered_and_noted_for_staff(service: FakeService, text: str) -> None:
    customer = complaint()
    await customer.say("抄表的多收了我两百，我要投诉", "complain")
    said = await customer.say(text, "privacy_rights")
    assert "注明保密" in said and not customer.rejected
    await customer.say("匿名")
    await customer.tap("对，登记")
    assert service.made[0]["details"]["保密要求"] == "保密"


@pytest.mark.asyncio
async def test_a_question_goes_to_those_who_handle_it_and_why_is_explained(service: FakeService) -> None:
    customer = complaint()
    await customer.say("正式投诉，把我家墙砸个窟窿，不管了", "complain")
    assert "写进工单" in await customer.say("我找谁", "nlu_fallback")
    assert customer.slots["complain_words"].endswith("我找谁")
    said = await customer.say("为什么要留名字", "nlu_fallback")
    assert "匿名也会查" in said and not customer.slots["complain_words"].endswith("为什么要留名字")


@pytest.mark.asyncio
async def test_a_place_is_added_at_the_card_too(service: FakeService) -> None:
    customer = complaint()
    await customer.say("正式投诉，收费的多收了我两百", "complain")
    await customer.say("匿名")
    await customer.say("城西镇", address="城西镇")
    assert customer.slots["complain_words"].endswith("城西镇") and customer.asked == "complain_confirm"


@pytest.mark.asyncio
async def test_the_bare_word_is_no_account_of_a_theft(service: FakeService) -> None:
    customer = report()
    await customer.say("我要举报有人偷电", "report_theft")
    assert customer.asked == "theft_words"
    await customer.say("小区菜鸟驿站从楼道灯接的线", "report_theft")
    said = await customer.say("有奖励吗", "report_theft")
    assert "没有准信" in said and "答不准" not in said and "奖励" not in customer.slots["theft_words"]


@pytest.mark.asyncio
async def test_fear_before_the_matter_is_calmed_and_the_matter_asked_for(service: FakeService) -> None:
    customer = complaint()
    said = await customer.say("我有个事想投诉 又怕你们报复", "complain")
    assert "注明保密" in said and customer.asked == "complain_words"


@pytest.mark.asyncio
async def test_a_frightened_informer_stays_in_his_report(service: FakeService) -> None:
    customer = report()
    await customer.say("有人偷电，我隔壁，烧电暖气电表不走", "report_theft", appliance="电暖气")
    await customer.say("可是我没证据", "appliance_damage")
    assert not customer.rejected
    said = await customer.say("他要是知道了找我麻烦怎么办", "privacy_rights")
    assert "不会告诉对方" in said and not customer.rejected
    await customer.say("我不想留名字", "privacy_rights")
    assert customer.slots["theft_secret"] == "匿名"
    said = await customer.say("门牌号我不想说 一说就知道是我", "privacy_rights")
    assert not customer.rejected and customer.asked == "theft_place"
    await customer.say("沙河镇站前路", address="沙河镇站前路")
    assert customer.asked == "theft_confirm"
    await customer.say("对", "affirm")
    assert service.made[0]["phone"] is None


@pytest.mark.asyncio
async def test_a_question_about_secrecy_decides_nothing(service: FakeService) -> None:
    customer = report()
    await customer.say("饭店从路灯杆上偷接电", "report_theft")
    await customer.say("青口镇锦绣家园2号楼", address="青口镇锦绣家园2号楼")
    assert customer.asked == "theft_secret"
    said = await customer.say("会不会让他们知道是我举报的", "privacy_rights")
    assert "不会告诉对方" in said and customer.asked == "theft_secret"


@pytest.mark.asyncio
async def test_bribery_is_told_to_the_end_and_with_a_name(service: FakeService) -> None:
    customer = report()
    await customer.say("举报个事，你们供电所的人收黑钱，装表让我请客吃饭", "report_theft")
    await customer.say("收了两条烟", "complain")
    await customer.say("就是黑林所的", address="黑林镇")
    assert customer.asked == "theft_secret"
    await customer.say("不是偷电！", "report_theft")
    assert customer.asked == "theft_secret"
    await customer.say("匿名")
    await customer.say("还是实名吧")
    await customer.say(f"我叫王建国 {PHONE}", person="王建国", phone=PHONE)
    await customer.say("黑林镇大树底村", address="黑林镇大树底村")
    assert customer.asked == "theft_confirm"
    await customer.say("是的", "affirm")
    made = service.made[0]
    assert made["topic"] == "conduct" and made["contact_name"] == "王建国"
    assert "保密要求" not in made["details"] and "两条烟" in made["details"]["客户原话"]


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("我要撤回投诉", True),
        ("把我的投诉撤了吧", True),
        ("那个投诉算了", True),
        ("我不投诉了", True),
        ("取消投诉", True),
        ("我要撤诉", True),
        ("举报撤回", True),
        ("他们把我的申请撤销了，我要投诉", False),
        ("投诉没人管", False),
        ("我要投诉，说好的安装又取消了", False),
    ],
)
def test_only_a_complaint_taken_back_is_one(text: str, back: bool) -> None:
    assert takes_back(text) is back


@pytest.mark.asyncio
async def test_a_complaint_is_withdrawn_and_no_second_one_opened(service: FakeService) -> None:
    service.tickets = [ticket("GD2", "outage_home"), ticket("GD1", "complaint_service")]
    customer = complaint()
    said = await customer.say("我要撤回投诉", "complain")
    assert service.moved == {"GD1": "cancel"} and "撤销了" in said and customer.asked is None


@pytest.mark.asyncio
async def test_without_a_complaint_here_a_person_is_offered(service: FakeService) -> None:
    customer = complaint()
    said = await customer.say("我要撤回投诉", "complain")
    assert "没有能撤的投诉" in said and customer.asked is None and service.made == []


@pytest.mark.asyncio
async def test_an_unfinished_complaint_is_dropped(service: FakeService) -> None:
    customer = complaint()
    await customer.say("抄表的骂人", "complain")
    await customer.say("算了那个投诉不要了", "complain")
    assert customer.rejected and customer.followed == "action_cancel"


@pytest.mark.asyncio
async def test_the_words_say_what_is_cancelled(service: FakeService) -> None:
    service.tickets = [ticket("GD3", "outage_home"), ticket("GD1", "theft")]
    await Talk.single(Cancel(), "举报撤回吧", "cancel")
    assert service.moved == {"GD1": "cancel"}


@pytest.mark.asyncio
async def test_who_and_where_go_with_the_praise(service: FakeService) -> None:
    customer = Talk(PraiseForm(), PraiseDone())
    await customer.say("感谢老张给我家修线", "praise_suggest")
    service.tickets = [ticket("GD1", "praise")]
    said = await customer.hear(HandOver(), "厉庄供电所的", "ask_human", address="厉庄镇供电所")
    assert "一起转过去" in said and customer.handed == []
    await customer.say("姓李，一个小伙子，下着雨来的", "praise_suggest", person="李")
    assert len(service.made) == 1
    assert [note["text"] for note in service.notes] == ["厉庄供电所的", "姓李，一个小伙子，下着雨来的"]


@pytest.mark.asyncio
async def test_a_person_is_called_after_praise_too(service: FakeService) -> None:
    customer = Talk(PraiseForm(), PraiseDone())
    await customer.say("感谢老张给我家修线", "praise_suggest")
    service.tickets = [ticket("GD1", "praise")]
    await customer.hear(HandOver(), "叫个人工来", "ask_human")
    assert customer.handed
