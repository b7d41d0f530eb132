"""Complaints with dignity: asked which it is, own words, anonymity, deadlines, 12398, a person for the angry."""

from __future__ import annotations

import pytest

from actions.complaint import (
    AskComplainConfirm,
    ComplainDone,
    ComplainForm,
)
from actions.complaint_reading import kind_of
from actions.fallback import OutOfScope
from actions.praise import is_not_mended
from actions.praise_form import PraiseDone, PraiseForm
from tests.unit.actions.service_fake import FakeService, Talk
from tests.unit.actions.test_ticket import ticket

PHONE = "13812341234"


def talk() -> Talk:
    return Talk(ComplainForm(), ComplainDone(), AskComplainConfirm())


@pytest.mark.asyncio
async def test_the_customer_decides_whether_it_is_a_complaint(service: FakeService) -> None:
    customer = talk()
    said = await customer.say("抢修师傅昨天喝酒骂人", "complain")
    assert "您是想反映情况，还是要正式投诉？" in said
    await customer.tap("反映情况")
    assert customer.asked == "complain_name"
    await customer.say("王女士", person="王女士")
    await customer.say(PHONE, phone=PHONE)
    said = await customer.tap("对，登记")
    assert service.made[0]["topic"] == "opinion"
    assert "正式投诉" in said


@pytest.mark.asyncio
async def test_a_complaint_keeps_the_words_and_names_the_deadlines_and_12398(service: FakeService) -> None:
    customer = talk()
    await customer.say("我要投诉", "complain")
    await customer.say("正式投诉", "complain")
    assert customer.asked == "complain_words"
    words = "昨天约好两点来，等到晚上没来，打电话也不接"
    await customer.say(words, "report_outage_home")
    assert customer.asked == "complain_name"
    await customer.say("姓李")
    await customer.say(PHONE, phone=PHONE)
    said = await customer.tap("对，登记")
    made = service.made[0]
    assert made["topic"] == "complaint_service" and made["details"]["客户原话"] == words
    assert made["contact_name"] == "李"
    assert "一般会在某时左右" in said and "12398" in said


@pytest.mark.asyncio
async def test_a_kind_that_the_words_do_not_tell_is_for_staff(service: FakeService) -> None:
    customer = talk()
    await customer.say("正式投诉，你们这是店大欺客", "complain")
    assert customer.asked == "complain_name"
    await customer.say("匿名")
    await customer.tap("对，登记")
    assert service.made[0]["topic"] == "complaint"


@pytest.mark.asyncio
async def test_who_stays_anonymous_leaves_no_phone_not_even_a_known_one(service: FakeService) -> None:
    service.tickets = [{"number": "GD1", "phone": PHONE}]
    customer = talk()
    await customer.say("正式投诉，施工的把我家路面挖坏了", "complain")
    await customer.tap("匿名")
    assert customer.asked == "complain_confirm"
    await customer.tap("对，登记")
    made = service.made[0]
    assert made["phone"] is None and made["contact_name"] is None
    assert made["topic"] == "complaint_construction"


@pytest.mark.asyncio
async def test_an_angry_customer_is_offered_a_person_once_and_before_he_asks(service: FakeService) -> None:
    customer = talk()
    await customer.say("气死我了！！打了五遍电话没人管", "complain")
    assert "转人工" in [button["title"] for button in customer.buttons]
    said = await customer.say("正式投诉！！", "complain")
    assert "您着急我明白" not in said


@pytest.mark.asyncio
async def test_12398_is_told_whenever_it_is_asked_for(service: FakeService) -> None:
    customer = talk()
    await customer.say("我要投诉", "complain")
    assert "12398" in await customer.say("你们上级监管是谁", "complain")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("收费乱七八糟", "电费办电"),
        ("没通知就停电", "停电抢修"),
        ("上个月停了四次电没人通知", "停电抢修"),
        ("等到晚上没人来电话也不接", "服务态度"),
        ("店大欺客", None),
        ("停电还骂人", None),
    ],
)
def test_a_kind_is_taken_from_the_words_only_when_it_is_plain(text: str, kind: str | None) -> None:
    assert kind_of(text) == kind


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("text", "topic"),
    [("昨晚来修电的师傅真好", "praise"), ("建议短信写清楚停到几点", "opinion"), ("师傅真好", "praise")],
)
async def test_praise_and_suggestions_are_passed_on_without_questions(
    service: FakeService, text: str, topic: str
) -> None:
    customer = Talk(PraiseForm(), PraiseDone())
    said = await customer.say(text, "praise_suggest")
    assert "谢谢您" in said and customer.asked is None
    assert service.made[0]["topic"] == topic and service.made[0]["details"]["客户原话"] == text


@pytest.mark.asyncio
async def test_bare_praise_is_asked_what_it_is_about(service: FakeService) -> None:
    customer = Talk(PraiseForm(), PraiseDone())
    await customer.say("我要表扬", "praise_suggest")
    assert customer.asked == "praise_words"
    await customer.say("小李师傅")
    assert service.made[0]["summary"] == "表扬：小李师傅"


@pytest.mark.asyncio
async def test_the_words_count_whatever_was_asked(service: FakeService) -> None:
    customer = talk()
    await customer.say("我要投诉", "complain")
    assert customer.asked == "complain_words"
    await customer.say("上个月停了四次电没人通知", "ask_outage_info")
    said = await customer.say("而且打电话从来打不通")
    assert "记下了" in said and customer.asked == "complain_name"
    await customer.say("正式投诉", "complain")
    await customer.say("匿名")
    await customer.tap("对，登记")
    assert service.made[0]["details"]["客户原话"] == "上个月停了四次电没人通知；而且打电话从来打不通"
    assert service.made[0]["topic"] == "complaint_outage"


@pytest.mark.asyncio
async def test_a_phone_with_12345_in_it_is_no_talk_of_the_regulator(service: FakeService) -> None:
    customer = talk()
    await customer.say("投诉抄表的乱抄", "complain")
    await customer.tap("反映情况")
    await customer.say("王女士", person="王女士")
    assert "12398" not in await customer.say("13812345678", phone="13812345678")


@pytest.mark.asyncio
async def test_blame_that_was_taken_for_praise_is_not_thanked_for(service: FakeService) -> None:
    customer = Talk(PraiseForm(), PraiseDone())
    said = await customer.say("来修电的师傅态度特别差，骂骂咧咧的", "praise_suggest")
    assert said == "" and service.made == []
    assert customer.followed == "complain_form"
    assert customer.slots["complain_words"] == "来修电的师傅态度特别差，骂骂咧咧的"


@pytest.mark.asyncio
@pytest.mark.parametrize(("intent", "sure"), [("appliance_damage", 0.7), ("praise_suggest", 0.9)])
async def test_a_thing_that_broke_is_no_praise(intent: str, sure: float, service: FakeService) -> None:
    customer = Talk(PraiseForm(), PraiseDone())
    await customer.say("给个好评", "praise_suggest")
    words = "对了家里微波炉坏了 是来电的时候坏的"
    await customer.say(words, intent, sure=sure, appliance="微波炉")
    assert not service.made and (customer.rejected or customer.followed == "damage_form")


@pytest.mark.asyncio
async def test_nobody_is_bad_praise(service: FakeService) -> None:
    said = await Talk(PraiseForm(), PraiseDone()).say("师傅手艺真不差，也没骂人", "praise_suggest")
    assert "谢谢" in said and service.made[0]["topic"] == "praise"


@pytest.mark.asyncio
async def test_waiting_in_vain_is_part_of_the_complaint(service: FakeService) -> None:
    customer = talk()
    await customer.say("我要投诉，三天没人来修", "complain")
    await customer.say("前天报的，到现在没人管", "urge")
    assert not customer.rejected
    assert "前天报的" in customer.slots["complain_words"]


@pytest.mark.asyncio
@pytest.mark.parametrize("words", ["说话不算话", "我要投诉", "我要投诉你们！说话不算话"])
async def test_what_was_told_before_the_wish_is_what_the_complaint_is_about(
    service: FakeService, words: str
) -> None:
    told = "你们答应三天给我装表，今天第七天了，没人来"
    customer = talk()
    customer.heard(told, "urge")
    await customer.say(words, "complain")
    assert told in customer.slots["complain_words"]
    assert customer.asked == "complain_formal"


@pytest.mark.asyncio
@pytest.mark.parametrize("report", ["outage", "damage"])
@pytest.mark.parametrize(
    "words", ["我找你们领导", "再停我就打12398投诉你们", "投诉你们", "不赔我就去12345告你们"]
)
async def test_a_threat_in_a_report_is_noted_and_the_report_goes_on(
    service: FakeService, words: str, report: str
) -> None:
    customer = talk()
    customer.slots[f"{report}_words"] = "一片没电"
    customer._events.append({"event": "active_loop", "name": f"{report}_form"})
    customer._hear(words, "complain", None, 0.99, {})
    customer._events.append({"event": "active_loop", "name": "complain_form"})
    customer._open = True
    said = await customer.run(ComplainForm())
    assert customer.followed == f"{report}_form" and "要投诉" in said and not customer.is_open
    assert customer.slots[f"{report}_words"] == f"一片没电；{words}"


@pytest.mark.asyncio
@pytest.mark.parametrize("words", ["我要打12345", "我去找你们领导", "我要曝光你们"])
async def test_a_word_of_those_above_us_is_a_complaint(service: FakeService, words: str) -> None:
    customer = Talk.before(OutOfScope())
    await customer.answer(words, "out_of_scope")
    assert customer.followed == "complain_form"


@pytest.mark.asyncio
@pytest.mark.parametrize("words", ["95598打不通", "你们电话一直占线", "打了半天95598没人接"])
async def test_a_busy_hotline_is_no_foreign_matter(service: FakeService, words: str) -> None:
    assert "在这里说一样登记" in await Talk.single(OutOfScope(), words, "out_of_scope")


@pytest.mark.asyncio
async def test_who_sits_in_the_dark_may_have_that_reported_first(service: FakeService) -> None:
    customer = talk()
    await customer.say("这个月第三次停电了，你们到底管不管", "complain")
    assert customer.buttons[0]["title"] == "现在没电，先报修"
    assert "第三次停电" in customer.slots["complain_words"]
    service.tickets = [{"topic": "outage_home", "status": "派单", "phone": None, "biz_type": "故障报修"}]
    customer = talk()
    await customer.say("这个月第三次停电了，你们到底管不管", "complain")
    assert "先报修" not in str(customer.buttons)


@pytest.mark.asyncio
async def test_a_threat_to_a_crew_that_is_late_hurries_it(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer = talk()
    customer._hear("再不来我打12345", "complain", None, 0.99, {})
    customer._open = True
    assert "第1次催办" in await customer.run(ComplainForm())
    assert not customer.is_open


@pytest.mark.asyncio
async def test_praise_of_somebody_else_is_registered_by_itself(service: FakeService) -> None:
    customer = talk()
    await customer.say("正式投诉 抄表员骂人", "complain")
    said = await customer.say("但是修电的李师傅人很好 我要表扬他", "praise_suggest", sure=0.9)
    assert "表扬" in said and customer.asked == "complain_name"
    assert service.made[0]["topic"] == "praise" and "李师傅" in service.made[0]["summary"]
    assert "李师傅" not in customer.slots["complain_words"]


@pytest.mark.asyncio
async def test_ironic_praise_in_a_complaint_is_part_of_it(service: FakeService) -> None:
    customer = talk()
    await customer.say("正式投诉 抄表员骂人", "complain")
    await customer.say("呵呵 你们师傅人真好 等了三天", "praise_suggest", sure=0.9)
    assert not service.made


@pytest.mark.parametrize("words", ["还是投诉吧 太气人", "还是刚才那个事", "不行 还是要投诉"])
@pytest.mark.asyncio
async def test_a_complaint_taken_up_again_need_not_be_told_again(words: str, service: FakeService) -> None:
    gone = ticket(topic="complaint_service", biz_type="投诉", status="撤销", moves=[])
    service.tickets = [
        {**gone, "contact_name": "孙", "phone": PHONE, "details": {"客户原话": "嗑瓜子不理人"}}
    ]
    customer = talk()
    customer.heard("算了不投诉了", "cancel")
    customer._uttered(f"好的，投诉已经撤销了（工单{gone['number']}），不再处理。")
    said = await customer.say(words, "complain")
    assert customer.asked == "complain_confirm" and "嗑瓜子" in said and "孙" in said
    await customer.say("对", "affirm")
    assert service.made[0]["topic"] == "complaint_service"


@pytest.mark.parametrize("words", ["姓高", "匿名"])
@pytest.mark.asyncio
async def test_a_name_is_no_matter(words: str, service: FakeService) -> None:
    customer = talk()
    await customer.say("我要投诉", "complain")
    await customer.say(words)
    assert customer.slots["complain_words"] is None and customer.asked == "complain_words"


@pytest.mark.asyncio
async def test_what_sounds_like_praise_is_taken_for_what_it_is(service: FakeService) -> None:
    customer = Talk(PraiseForm(), PraiseDone())
    assert "不满意" in await customer.say("呵呵 服务真好", "praise_suggest")
    assert not service.made
    complaint = customer.over_to(ComplainForm(), ComplainDone(), AskComplainConfirm())
    await complaint.say("投诉", "complain")
    assert complaint.slots["complain_words"] == "呵呵 服务真好"


@pytest.mark.asyncio
async def test_whether_it_is_read_is_answered_while_nothing_is_registered(service: FakeService) -> None:
    customer = talk()
    await customer.say("正式投诉 抄表员骂人", "complain")
    assert "还没登记" in await customer.say("那我刚才投诉的有人看吗", "query_ticket", sure=0.5)
    assert "有人看" not in customer.slots["complain_words"]


@pytest.mark.asyncio
async def test_praise_that_tells_of_the_repair_closes_the_report(service: FakeService) -> None:
    service.tickets = [ticket()]
    said = await Talk(PraiseForm(), PraiseDone()).say("修好了 谢谢啊 师傅人真好", "praise_suggest")
    assert "谢谢您的肯定" in said and service.moved == {ticket()["number"]: "cancel"}


@pytest.mark.asyncio
async def test_the_card_tells_the_matter_once_and_masks_the_account(service: FakeService) -> None:
    customer = talk()
    await customer.say("多收我钱还不通知就停电 3200001888002 1002，我要投诉", "complain")
    await customer.say("反映情况")
    card = await customer.say("姓钱 13800001002", phone="13800001002", person="钱")
    assert card.count("多收我钱") == 1 and "3200001888002" not in card


@pytest.mark.parametrize(
    ("words", "name", "phone"),
    [
        ("13977778888", None, "13977778888"),
        ("那留我电话吧 13977778888", None, "13977778888"),
        ("不匿名了 我叫孙伟 电话13977778888", "孙伟", "13977778888"),
    ],
)
@pytest.mark.asyncio
async def test_a_phone_told_after_all_lifts_the_anonymity(
    words: str, name: str | None, phone: str, service: FakeService
) -> None:
    customer = talk()
    await customer.say("正式投诉 抄表员骂人", "complain")
    await customer.say("匿名")
    said = await customer.say(words, phone=phone)
    assert customer.asked == "complain_confirm" and "匿名" not in said and "139" in said
    await customer.tap("对，登记")
    made = service.made[0]
    assert (made["contact_name"], made["phone"]) == (name, phone) and "匿名" not in made["details"]


@pytest.mark.asyncio
async def test_who_is_no_longer_anonymous_is_asked_who_he_is(service: FakeService) -> None:
    customer = talk()
    await customer.say("正式投诉 抄表员骂人", "complain")
    await customer.say("匿名")
    await customer.say("不用匿名了")
    assert customer.asked == "complain_name"
    await customer.say("姓孙")
    assert customer.asked == "complain_phone"


@pytest.mark.asyncio
async def test_the_name_is_asked_once(service: FakeService) -> None:
    customer = talk()
    await customer.say("正式投诉 抄表员骂人", "complain")
    assert customer.asked == "complain_name"
    await customer.say("骂得可难听了")
    assert customer.asked == "complain_phone"
    card = await customer.say(PHONE, phone=PHONE)
    assert customer.asked == "complain_confirm" and "称呼" not in card
    assert "称呼：王" in await customer.say("我姓王")


@pytest.mark.asyncio
async def test_who_tells_a_phone_needs_no_name(service: FakeService) -> None:
    customer = talk()
    await customer.say("正式投诉 抄表员骂人", "complain")
    await customer.say(PHONE, phone=PHONE)
    assert customer.asked == "complain_confirm"


@pytest.mark.parametrize(
    "words", ["师傅修得不好 又没电了", "你们修得不好 又坏了", "没修好 又跳闸了", "修的不行 还是不亮"]
)
@pytest.mark.asyncio
async def test_a_repair_that_failed_is_no_praise(words: str, service: FakeService) -> None:
    customer = Talk(PraiseForm(), PraiseDone())
    assert "谢谢" not in await customer.say(words, "praise_suggest")
    assert customer.followed == "outage_form" and not service.made


@pytest.mark.asyncio
async def test_a_repair_that_failed_goes_to_the_order_that_is_there(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer = Talk(PraiseForm(), PraiseDone())
    said = await customer.say("师傅修得不好 又没电了", "praise_suggest")
    assert ticket()["number"] in said and "修得不好" in service.notes[0]["text"] and not service.made


@pytest.mark.parametrize("words", ["上次又停电 师傅半夜来给修好了", "师傅修得不错", "修得真好"])
def test_a_repair_with_a_good_end_may_be_praised(words: str) -> None:
    assert not is_not_mended(words)


@pytest.mark.parametrize(
    ("words", "follows"),
    [
        ("不投诉", "action_cancel"),
        ("我不投诉 就要电话", "action_hand_over"),
        ("说了不投诉 帮我报修", "outage_form"),
    ],
)
@pytest.mark.asyncio
async def test_who_does_not_complain_is_let_go(words: str, follows: str, service: FakeService) -> None:
    customer = talk()
    await customer.say("你们抄表员骂人", "complain")
    await customer.say("反映情况")
    await customer.say(words, "complain", sure=0.52)
    assert customer.followed == follows and (customer.rejected or not customer.is_open)


@pytest.mark.asyncio
async def test_which_it_is_may_be_answered_with_no_complaint(service: FakeService) -> None:
    customer = talk()
    await customer.say("你们抄表员骂人", "complain")
    await customer.say("不投诉")
    assert customer.slots["complain_formal"] == "反映情况"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("我家海头镇龙王台村 都停两个小时了", "海头镇龙王台村"),
        ("望海名都3号楼2单元502 没电", "望海名都3号楼2单元502"),
    ],
)
@pytest.mark.asyncio
async def test_an_outage_told_in_a_complaint_is_reported(
    words: str, place: str, service: FakeService
) -> None:
    customer = talk()
    await customer.say("你们抄表员骂人", "complain")
    await customer.say("反映情况")
    await customer.say(words, address=place)
    assert customer.rejected and customer.followed == "outage_form"


@pytest.mark.asyncio
async def test_outages_of_the_past_belong_to_the_complaint(service: FakeService) -> None:
    customer = talk()
    await customer.say("你们抄表员骂人", "complain")
    await customer.say("反映情况")
    await customer.say("上个月海头镇龙王台村停电三次", address="海头镇龙王台村")
    assert not customer.rejected and "停电三次" in customer.slots["complain_words"]


@pytest.mark.parametrize(
    ("words", "person"), [("我要找王强", "王强"), ("叫你们领导来", None), ("你们领导电话多少", None)]
)
@pytest.mark.asyncio
async def test_a_wish_for_a_certain_person_is_no_complaint(
    words: str, person: str | None, service: FakeService
) -> None:
    customer = talk()
    customer._hear(words, "complain", None, 0.58, {"person": person} if person else {})
    customer._open = True
    await customer.run(ComplainForm())
    assert customer.followed == "action_hand_over" and not customer.is_open


@pytest.mark.parametrize("words", ["我是记者 想采访你们停电的事", "我是律师 找你们法务"])
@pytest.mark.asyncio
async def test_press_and_lawyers_get_a_person_and_no_complaint(words: str, service: FakeService) -> None:
    customer = talk()
    await customer.say(words, "complain")
    assert customer.followed == "action_hand_over" and not customer.is_open


@pytest.mark.parametrize("words", ["我不用你们服务了", "你们真烦", "真没用"])
@pytest.mark.asyncio
async def test_displeasure_alone_is_calmed_and_opens_no_complaint(words: str, service: FakeService) -> None:
    customer = talk()
    assert "没帮上您" in await customer.say(words, "complain")
    assert not customer.is_open and customer.slots["soothed"]


@pytest.mark.asyncio
async def test_what_is_told_instead_of_a_name_is_part_of_the_matter(service: FakeService) -> None:
    customer = talk()
    await customer.say("交错了钱没人管", "complain")
    await customer.say("户号3200001888002", account_no="3200001888002")
    await customer.say("90块")
    assert customer.slots["complain_words"] == "交错了钱没人管；户号3200001888002；90块"
    assert customer.asked == "complain_phone"


@pytest.mark.asyncio
async def test_the_nameless_hear_how_they_learn_the_result(service: FakeService) -> None:
    customer = talk()
    await customer.say("你们抄表员骂人", "complain")
    await customer.say("反映情况")
    await customer.say("匿名")
    assert "凭单号来问" in await customer.say("你们查完怎么告诉我", "nlu_fallback")
    assert "问：" not in customer.slots["complain_words"]


@pytest.mark.asyncio
async def test_the_area_code_of_a_land_line_is_known(service: FakeService) -> None:
    customer = talk()
    await customer.say("你们抄表员骂人", "complain")
    await customer.say("反映情况")
    await customer.say("王强", person="王强")
    await customer.say("座机 86231234")
    for words in ("区号0518", "没有区号 就是赣榆的"):
        await customer.say(words)
        assert customer.slots["complain_phone"] == "051886231234", words
        assert customer.slots["complain_words"] == "你们抄表员骂人" and customer.asked == "complain_confirm"


@pytest.mark.parametrize(
    ("words", "follows"),
    [
        ("修得真不怎么样", "complain_form"),
        ("你们修得不好 又坏了", "outage_form"),
        ("师傅没修好", "outage_form"),
    ],
)
@pytest.mark.asyncio
async def test_bad_work_is_a_complaint_a_fault_that_is_there_again_a_report(
    words: str, follows: str, service: FakeService
) -> None:
    customer = Talk(PraiseForm(), PraiseDone())
    await customer.say(words, "praise_suggest")
    assert customer.followed == follows and not service.made


@pytest.mark.asyncio
async def test_a_crew_that_mended_badly_is_urged(service: FakeService) -> None:
    service.tickets = [ticket()]
    said = await Talk(PraiseForm(), PraiseDone()).say("师傅修得不好 又没电了", "praise_suggest")
    assert "已经催办" in said
    customer = talk()
    said = await customer.say("师傅修得太差了 还是没电", "complain", wish=["complain", "report_outage_home"])
    assert "已经催办" in said
    assert "report_outage_home" in customer.slots["settled_wishes"]["wishes"]
    assert not customer.is_open, "what is wanted is the supply"
