"""After a work order: its questions are answered, notes and corrections reach it, and nothing begins anew."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Action

from actions.account import AccountDone, AccountForm
from actions.business import BusinessDone, BusinessForm
from actions.call_back import CallDone
from actions.complaint import AskComplainConfirm, ComplainDone, ComplainForm
from actions.damage import DamageDone, DamageForm
from actions.facility import FacilityDone, FacilityForm
from actions.fallback import Fallback, OutOfScope
from actions.form import TopicForm
from actions.meter_check import MeterCheckDone, MeterCheckForm
from actions.outage import OutageForm
from actions.outage_done import OutageDone
from actions.outage_info import AreaForm, AskOutageInfo
from actions.payment import PaymentDone, PaymentForm
from actions.praise_form import PraiseDone, PraiseForm
from actions.smalltalk import Cancel, Deny
from actions.theft import TheftDone, TheftForm
from actions.ticket import TicketForm, TicketStatus
from actions.ticket_after import AfterTicket
from actions.ticket_detail import Inform
from actions.urge import Urge
from tests.unit.actions.service_fake import FakeService, Talk
from tests.unit.actions.test_ticket import NUMBER, ticket

pytestmark = pytest.mark.asyncio
PHONE = "13861340084"
CHECK = {"topic": "meter_check", "biz_type": "服务申请", "status": "受理", "customer_status": "已受理"}
REFUND = {**CHECK, "topic": "payment_error", "customer_times": {"答复": "2026-12-01T23:59:59+08:00"}}


async def after(
    service: FakeService, done: str, form: TopicForm | None = None, then: Action | None = None, **more: Any
) -> Talk:
    """A customer whose work order was just made by that action."""
    service.tickets = [ticket(phone=PHONE, **more)]
    customer = Talk(form, then or AfterTicket())
    customer.heard("对", "affirm")
    customer.slots["ticket_no"] = NUMBER
    customer._events.append({"event": "action", "name": done})
    customer._events.append({"event": "slot", "name": "ticket_no", "value": NUMBER})
    return customer


async def told(customer: Talk, words: str, intent: str, sure: float = 0.9, **entities: Any) -> str:
    """What comes back; the message must have been left to the work order."""
    if customer._form:
        await customer.say(words, intent, sure=sure, **entities)
    else:
        customer._hear(words, intent, None, sure, entities)
        await customer.run(customer._done)
    assert customer.followed == "action_after_ticket", words
    customer._events.append({"event": "action", "name": "what_left_it"})
    return await customer.run(AfterTicket())


@pytest.mark.parametrize(
    ("words", "intent", "sure", "answer", "noted"),
    [
        ("要是表没问题呢 要我掏钱吗", "request_meter_check", 0.97, "收不收费", True),
        ("校出来快了多退吗", "request_meter_check", 0.98, "结果出来再按规定结算", False),
        ("校表期间停电不", "request_meter_check", 0.95, "没有准信", True),
        ("大概几天能校好", "request_meter_check", 0.95, "现在已受理", False),
        ("要我出钱换吗", "request_meter_check", 0.64, "收不收费", True),
        ("检定要不要我在家", "request_meter_check", 0.9, "先不用跑", False),
    ],
)
async def test_a_question_after_a_check_begins_no_other_check(
    service: FakeService, words: str, intent: str, sure: float, answer: str, noted: bool
) -> None:
    customer = await after(service, "action_meter_check_done", MeterCheckForm(), MeterCheckDone(), **CHECK)
    said = await told(customer, words, intent, sure)
    assert answer in said and "在哪里" not in said
    assert bool(service.notes) == noted and not customer.is_open and not service.made


@pytest.mark.parametrize(
    ("words", "intent", "sure"),
    [
        ("多久能退啊", "pay_problem", 0.99),
        ("大概多久能到账", "query_bill", 0.5),
        ("几天能处理", "nlu_fallback", 0.7),
    ],
)
async def test_when_the_money_comes_is_told_from_the_ticket(
    service: FakeService, words: str, intent: str, sure: float
) -> None:
    form = AccountForm() if intent == "query_bill" else PaymentForm()
    done = AccountDone() if intent == "query_bill" else PaymentDone()
    customer = await after(service, "action_payment_done", form, done, **REFUND)
    assert "12月1日左右答复您" in await told(customer, words, intent, sure)


@pytest.mark.parametrize(
    ("words", "intent", "sure"),
    [
        ("能改天吗", "ask_planned_outage", 0.98),
        ("能不能晚点来", "goodbye", 0.7),
        ("那要是他不承认呢", "complain", 0.75),
    ],
)
async def test_what_only_staff_can_say_is_noted_for_them(
    service: FakeService, words: str, intent: str, sure: float
) -> None:
    form = AreaForm() if intent == "ask_planned_outage" else None
    customer = await after(service, "action_theft_done", form, AskOutageInfo(), **CHECK)
    assert "补到工单" in await told(customer, words, intent, sure)
    assert words in service.notes[0]["text"]


@pytest.mark.parametrize(
    ("words", "sure"), [("怕他报复", 0.95), ("他都是晚上偷", 0.97), ("别让他知道是我说的", 0.5)]
)
async def test_what_is_told_on_after_a_report_on_others_goes_on_it(
    service: FakeService, words: str, sure: float
) -> None:
    customer = await after(
        service, "action_theft_done", TheftForm(), TheftDone(), topic="theft", biz_type="举报", status="受理"
    )
    said = await told(customer, words, "report_theft", sure)
    assert service.notes[0]["text"] == words
    assert ("不会告诉对方" in said) == ("他都是" not in words)


@pytest.mark.parametrize("words", ["能不能撤了 我怕报复", "想撤了"])
async def test_a_report_on_others_may_be_dropped_for_fear(service: FakeService, words: str) -> None:
    customer = await after(
        service,
        "action_theft_done",
        TheftForm(),
        TheftDone(),
        topic="theft",
        biz_type="举报",
        status="受理",
        moves=["撤销"],
    )
    assert "已撤销" in await told(customer, words, "report_theft", 0.9)


@pytest.mark.parametrize("words", ["我要撤回投诉", "不告了", "我还要投诉收费的"])
async def test_a_complaint_taken_back_or_another_one_is_no_note(service: FakeService, words: str) -> None:
    customer = await after(service, "action_complain_done", ComplainForm(), ComplainDone(), topic="opinion")
    customer.heard(words, "complain")
    customer._events.append({"event": "active_loop", "name": "complain_form"})
    await customer.run(ComplainForm())
    assert customer.followed != "action_after_ticket"


COMPLAINT = {
    "topic": "opinion",
    "biz_type": "意见建议",
    "status": "受理",
    "contact_name": "钱",
    "details": {"客户原话": "营业厅排队两小时没人管"},
}


async def test_an_opinion_becomes_a_complaint_without_being_told_again(service: FakeService) -> None:
    customer = await after(service, "action_complain_done", ComplainForm(), ComplainDone(), **COMPLAINT)
    await told(customer, "改成正式投诉", "complain")
    assert customer.followed == "complain_form"
    form = customer.over_to(ComplainForm(), ComplainDone(), AskComplainConfirm())
    form._message = customer._message
    form._events.append({"event": "action", "name": "action_after_ticket"})
    card = await form.carry_on()
    assert "正式投诉" in card and "排队两小时" in card and form.asked == "complain_confirm"
    await form.say("对", "affirm")
    assert service.made[0]["topic"] != "opinion" and service.moved == {NUMBER: "cancel"}


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("我补充 他上个月也这样", "report_voltage"),
        ("补充一下 有录音", "privacy_rights"),
        ("我补充 一共就开一个窗口", "invoice_bill"),
        ("他要是报复我咋办", "repeat"),
        ("能不能别让他知道我是谁", "privacy_rights"),
    ],
)
async def test_what_is_added_belongs_to_the_work_order_whatever_it_sounds_like(
    service: FakeService, words: str, intent: str
) -> None:
    customer = await after(service, "action_complain_done", None, AfterTicket(), **COMPLAINT)
    month = {"bill_month": "2026-10"} if "上个月" in words else {}
    assert "已经补到工单" in await told(customer, words, intent, 0.97, **month)
    assert service.notes[0]["text"] == words


@pytest.mark.parametrize("words", ["改成匿名", "我这电话不要写进去", "撤掉电话"])
async def test_who_wants_to_be_nameless_afterwards_is(service: FakeService, words: str) -> None:
    customer = await after(service, "action_complain_done", None, AfterTicket(), **COMPLAINT)
    said = await told(customer, words, "transfer_rename", 0.74)
    assert "匿名" in said and service.notes[0]["nameless"] and service.tickets[0]["phone"] is None


async def test_a_nameless_order_takes_no_phone(service: FakeService) -> None:
    nameless = {"topic": "theft", "biz_type": "举报", "status": "受理", "details": {"保密要求": "匿名"}}
    customer = await after(service, "action_theft_done", TheftForm(), TheftDone(), **nameless)
    service.tickets[0]["phone"] = None
    said = await told(customer, "13600010002", "inform", phone="13600010002")
    assert "没有写进去" in said and not service.notes and service.tickets[0]["phone"] is None


async def test_who_is_nameless_may_leave_a_phone_after_all(service: FakeService) -> None:
    nameless = {"topic": "theft", "biz_type": "举报", "status": "受理", "details": {"保密要求": "匿名"}}
    customer = await after(service, "action_theft_done", TheftForm(), TheftDone(), **nameless)
    service.tickets[0]["phone"] = None
    await told(customer, "改成留电话 13600010002", "inform", phone="13600010002")
    assert service.tickets[0]["phone"] == "13600010002"


async def test_no_phone_wanted_is_no_change_of_it(service: FakeService) -> None:
    customer = await after(service, "action_praise_done", None, OutOfScope(), topic="praise", status="受理")
    customer._hear("不用留电话", "deny", None, 0.7, {})
    await customer.run(OutOfScope())
    assert "新的发给我就改" not in (await customer.run(AfterTicket()))


async def test_whether_they_are_there_is_told_from_the_work_order(service: FakeService) -> None:
    customer = await after(service, "action_outage_done", None, Deny())
    assert "已派单" in await told(customer, "到了没", "deny", 0.58)


async def test_the_end_of_a_phone_is_put_right(service: FakeService) -> None:
    customer = await after(service, "action_outage_done")
    said = await told(customer, "电话尾号不是0084 是0085", "correct_slot", last4=["0084", "0085"])
    assert "138****0085" in said and service.tickets[0]["phone"] == PHONE[:-4] + "0085"


async def test_when_somebody_is_at_home_is_noted_though_it_is_asked(service: FakeService) -> None:
    customer = await after(service, "action_outage_done")
    await told(customer, "能不能下午再来 我上午不在家", "ask_outage_info", 0.5)
    assert service.notes[0]["text"] == "能不能下午再来 我上午不在家"


async def test_irony_is_no_praise(service: FakeService) -> None:
    praise = {"topic": "praise", "biz_type": "意见建议", "status": "受理", "summary": "表扬：服务真好"}
    customer = await after(service, "action_praise_done", None, AfterTicket(), **praise)
    await told(customer, "我说的是反话", "inform", 0.6)
    assert service.moved == {NUMBER: "cancel"} and customer.slots["ticket_no"] is None


async def test_blame_behind_praise_is_no_praise(service: FakeService) -> None:
    praise = {"topic": "praise", "biz_type": "意见建议", "status": "受理", "summary": "表扬：师傅真好"}
    customer = await after(service, "action_praise_done", None, AfterTicket(), **praise)
    await told(customer, "不过他们来晚了一个小时 这个要提提意见", "praise_suggest", 0.74)
    assert customer.followed == "complain_form" and not service.notes


async def test_the_look_up_keeps_the_ticket_that_a_question_is_about(service: FakeService) -> None:
    customer = await after(service, "action_outage_done", TicketForm(), TicketStatus())
    assert "138****0084" in await told(customer, "工单上电话是哪个", "query_ticket", 0.98)
    assert customer.slots["ticket_no"] == NUMBER


async def test_who_is_anonymous_hears_how_he_learns_of_the_outcome(service: FakeService) -> None:
    customer = await after(
        service,
        "action_theft_done",
        TicketForm(),
        TicketStatus(),
        biz_type="举报",
        details={"保密要求": "匿名"},
    )
    assert f"凭单号{NUMBER}" in await told(customer, "查到了会告诉我吗", "query_ticket", 0.97)


@pytest.mark.parametrize(
    ("words", "answer"),
    [("那坏了的冰箱能扔吗", "别修、别扔"), ("会赔多少钱", "不能答应您"), ("大概赔不赔啊", "不能答应您")],
)
async def test_what_becomes_of_the_broken_thing(service: FakeService, words: str, answer: str) -> None:
    form, done = DamageForm(), DamageDone()
    customer = await after(
        service, "action_damage_done", form, done, **{**CHECK, "topic": "appliance_damage"}
    )
    assert answer in await told(customer, words, "appliance_damage", 0.9)


async def test_how_to_get_there_is_noted_and_no_other_place(service: FakeService) -> None:
    customer = await after(service, "action_outage_done", then=Inform())
    await told(customer, "怕你们找不到 就在小学后面", "inform", 0.9, address="小学后面")
    assert service.notes[0]["text"] and service.tickets[0]["address"] == "青口镇金榆小区3号楼"


async def test_nobody_cuts_the_tree_himself(service: FakeService) -> None:
    customer = await after(service, "action_facility_done", FacilityForm(), FacilityDone(), **CHECK)
    assert "别自己动手" in await told(customer, "我自己砍行不", "report_facility", 0.4)


async def test_who_must_go_somewhere_is_told_and_loses_nothing(service: FakeService) -> None:
    customer = await after(service, "action_payment_done", then=Cancel(), **REFUND)
    said = await told(customer, "要我去营业厅吗", "cancel", 0.66)
    assert "先不用跑" in said and "不办了" not in said


async def test_when_they_come_is_no_question_about_another_place(service: FakeService) -> None:
    arrival = {"到达现场": "2026-11-24T10:45:00+08:00"}
    customer = await after(service, "action_outage_done", AreaForm(), AskOutageInfo(), customer_times=arrival)
    assert "10:45左右到" in await told(customer, "什么时候来看", "ask_outage_info", 0.52)


@pytest.mark.parametrize(
    ("words", "intent", "form"),
    [
        ("明天停电吗", "ask_planned_outage", AreaForm()),
        ("什么时候来电", "ask_outage_info", AreaForm()),
        ("电费多少钱", "query_bill", AccountForm()),
        ("我妈家也停电了怎么办", "report_outage_home", OutageForm()),
        ("那电费怎么交", "pay_problem", PaymentForm()),
    ],
)
async def test_a_sure_wish_of_another_kind_is_no_question_about_the_ticket(
    service: FakeService, words: str, intent: str, form: TopicForm
) -> None:
    customer = await after(service, "action_outage_done", form)
    customer.heard(words, intent)
    customer._message["intent"]["confidence"] = 0.95
    customer._events.append({"event": "active_loop", "name": form.form})
    await customer.run(form)
    assert customer.followed != "action_after_ticket"


@pytest.mark.parametrize(
    ("words", "intent", "sure", "form", "done"),
    [
        ("师傅去的话敲门大声点 她耳朵背", "praise_suggest", 0.42, PraiseForm(), PraiseDone()),
        ("你们去的时候从西边那条路进", "report_theft", 0.4, TheftForm(), TheftDone()),
        ("来之前打个电话 我家狗凶", "query_ticket", 0.82, None, Inform()),
        ("师傅刚打电话了 说半小时到", "urge", 0.98, None, Inform()),
        ("是我家的树 你们砍可以的", "affirm", 0.74, None, Inform()),
        ("门锁密码1234", "out_of_scope", 0.95, None, OutOfScope()),
        ("到了先按门铃", "nlu_fallback", 0.69, None, Fallback()),
        ("改到后天了", "ask_planned_outage", 0.86, AreaForm(), AskOutageInfo()),
    ],
)
async def test_words_for_the_crew_go_straight_onto_the_ticket(
    service: FakeService, words: str, intent: str, sure: float, form: TopicForm | None, done: Action
) -> None:
    customer = await after(service, "action_outage_done", form, done)
    assert NUMBER in await told(customer, words, intent, sure)
    assert service.notes[0]["text"] == words


@pytest.mark.parametrize(
    ("place", "words", "found", "now"),
    [
        ("青口镇华山路10号", "楼号错了 不是10号是100号", ["10号", "100室"], "青口镇华山路100号"),
        ("青口镇文峰小区5号楼", "说错了，是3号楼", "3号楼", "青口镇文峰小区3号楼"),
        ("石桥镇石沟村东头", "改下地址 是西头", "西头", "石桥镇石沟村西头"),
        ("柘汪镇河东村", "我报错了 是河西村", "河西村", "柘汪镇河西村"),
        ("青口镇华山路10号", "地址写错了 应该是黄海路8号", "黄海路8号", "青口镇黄海路8号"),
    ],
)
async def test_a_corrected_place_is_the_ticket_s_and_read_back(
    service: FakeService, place: str, words: str, found: str | list[str], now: str
) -> None:
    customer = await after(service, "action_outage_done", then=Inform(), address=place)
    said = await told(customer, words, "correct_slot", 0.98, address=found)
    assert service.tickets[0]["address"] == now and now in said
    assert place in service.notes[0]["text"]


@pytest.mark.parametrize(
    "words", ["电话也换 换成13861340999", "电话不对 应该是13861340999", "号码改成13861340999"]
)
async def test_a_corrected_phone_is_the_ticket_s_and_read_back(service: FakeService, words: str) -> None:
    customer = await after(service, "action_outage_done", then=Inform())
    said = await told(customer, words, "correct_slot", 0.98, phone="13861340999")
    assert service.tickets[0]["phone"] == "13861340999" and "138****0999" in said


async def test_a_further_phone_is_noted_and_replaces_none(service: FakeService) -> None:
    customer = await after(service, "action_outage_done", then=Inform())
    await told(customer, "我老公的号也留一下 13912340000", "correct_slot", 0.56, phone="13912340000")
    assert service.tickets[0]["phone"] == PHONE and "13912340000" in service.notes[0]["text"]


async def test_a_wrong_phone_without_the_right_one_is_asked_for(service: FakeService) -> None:
    customer = await after(service, "action_outage_done", then=Inform())
    assert "138****0084" in await told(customer, "电话留错了", "correct_slot", 0.9)
    await told(customer, "13861340999", "inform", 0.9, phone="13861340999")
    assert service.tickets[0]["phone"] == "13861340999"


@pytest.mark.parametrize(
    "words", ["工单上电话是哪个", "地址现在是哪个", "我那单子改了没", "登记的地址是什么"]
)
async def test_what_stands_on_the_ticket_is_told(service: FakeService, words: str) -> None:
    customer = await after(service, "action_outage_done", then=Inform())
    said = await told(customer, words, "correct_slot", 0.54)
    assert "138****0084" in said and "金榆小区" in said


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("算了不用来了我儿子弄好了", "inform"),
        ("不用修了", "inform"),
        ("你们别来了，自己弄好了", "inform"),
        ("我不修了", "inform"),
    ],
)
async def test_a_crew_no_longer_wanted_is_called_off(service: FakeService, words: str, intent: str) -> None:
    customer = await after(service, "action_outage_done", then=Inform())
    assert "不会再有人来" in await told(customer, words, intent, 0.5)
    assert service.moved == {NUMBER: "cancel"}
    assert customer.slots["ticket_no"] is None


@pytest.mark.parametrize("words", ["邻居说物业在修 不用管了", "消防来了 说不用你们管了", "师傅说不用修了"])
async def test_what_others_say_calls_no_crew_off_unasked(service: FakeService, words: str) -> None:
    customer = await after(service, "action_outage_done", then=Cancel())
    said = await customer.hear(Cancel(), words, "cancel")
    said += await customer.run(AfterTicket()) if customer.followed == "action_after_ticket" else ""
    assert service.moved == {} and ("您是要撤销" in said or "已经补到工单" in said)


async def test_what_is_not_of_the_ticket_is_left_alone(service: FakeService) -> None:
    for words, intent in (
        ("我还想问一下", "inform"),
        ("另外还有个事", "inform"),
        ("余额多少", "query_bill"),
        ("谢谢师傅辛苦了", "inform"),
        ("3200001888001", "inform"),
        ("？", "nlu_fallback"),
    ):
        customer = await after(service, "action_outage_done", then=Inform())
        entities = {"account_no": "3200001888001"} if words.isdigit() else {}
        await customer.answer(words, intent, **entities)
        assert customer.followed != "action_after_ticket", words


@pytest.mark.parametrize(
    ("words", "intent", "sure", "answer"),
    [
        ("几天能通电", "new_or_capacity", 0.9, "5个工作日"),
        ("要交钱吗", "pay_how", 0.95, "收不收费"),
        ("要自己买电线杆吗", "report_facility", 0.53, "没有准信"),
    ],
)
async def test_a_question_after_an_application_is_about_it(
    service: FakeService, words: str, intent: str, sure: float, answer: str
) -> None:
    made = {**CHECK, "topic": "business", "details": {"要办的事": "居民新装（新房、自建房装表）"}}
    customer = await after(service, "action_business_done", BusinessForm(), BusinessDone(), **made)
    assert answer in await told(customer, words, intent, sure)


BUSINESS = {**CHECK, "topic": "business", "address": "文化西路9号", "details": {"要办的事": "增容、减容"}}


@pytest.mark.parametrize(
    ("words", "intent", "place", "entities"),
    [
        ("刚才楼号报错了 是11号楼", "correct_slot", "金榆小区11号楼502室", {"address": "11号楼"}),
        ("那个门牌是五十号不是十五号", "correct_slot", "金榆小区3号楼50号", {"time": "2026-11-15"}),
        ("不是502 是602", "correct_slot", "金榆小区3号楼602室", {}),
        ("是503不是502", "correct_slot", "金榆小区3号楼503室", {"address": ["503室", "502室"]}),
    ],
)
async def test_a_door_put_right_leaves_the_phone(
    service: FakeService, words: str, intent: str, place: str, entities: dict[str, Any]
) -> None:
    customer = await after(service, "action_outage_done", then=Inform(), address="金榆小区3号楼502室")
    said = await told(customer, words, intent, **entities)
    assert f"现在的地址是{place}" in said and "phone" not in service.notes[0]
    assert service.tickets[0]["phone"] == PHONE


@pytest.mark.parametrize(
    "words", ["刚才说错了 是800的", "不是一年 是半年", "单子改一下 微信交的 不是网上国网", "改后天下午吧"]
)
async def test_what_is_neither_place_nor_phone_is_put_right_by_a_note(
    service: FakeService, words: str
) -> None:
    customer = await after(service, "action_business_done", then=Inform(), **BUSINESS)
    assert "已经补到工单" in await told(customer, words, "correct_slot", 0.97)
    assert service.notes[0]["text"] == words and service.tickets[0]["address"] == "文化西路9号"


@pytest.mark.parametrize(
    ("words", "name"), [("名字也错 姓纪", "纪"), ("我姓侯", "侯"), ("名字写王大力", "王大力")]
)
async def test_a_name_told_afterwards_is_put_on_it(service: FakeService, words: str, name: str) -> None:
    customer = await after(service, "action_business_done", then=Inform(), **BUSINESS)
    assert f"现在的称呼是{name}" in await told(customer, words, "inform", person=name)
    assert service.tickets[0]["contact_name"] == name


async def test_who_wants_to_be_nameless_gives_no_name(service: FakeService) -> None:
    customer = await after(service, "action_theft_done", then=Inform(), details={"匿名": "是"})
    assert "匿名" in await told(customer, "我姓侯", "inform", person="侯")
    assert "contact_name" not in service.tickets[0] and not service.notes


@pytest.mark.parametrize("words", ["算了不报停了", "不办了", "那先不过户了吧"])
async def test_who_gives_up_what_was_applied_for_withdraws_it(service: FakeService, words: str) -> None:
    customer = await after(service, "action_business_done", then=Inform(), moves=["撤销"], **BUSINESS)
    assert "已撤销" in await told(customer, words, "new_or_capacity", 0.66)
    assert service.moved == {NUMBER: "cancel"}


@pytest.mark.parametrize(
    ("words", "intent", "sure"),
    [("念一下现在地址电话", "inform", 0.44), ("那你念给我听听", "query_bill", 0.72)],
)
async def test_the_words_of_the_order_are_read_out(
    service: FakeService, words: str, intent: str, sure: float
) -> None:
    customer = await after(service, "action_outage_done", then=Inform())
    said = await told(customer, words, intent, sure)
    assert "金榆小区" in said and "138****0084" in said and not service.notes


async def test_all_orders_are_read_out_at_once(service: FakeService) -> None:
    customer = await after(service, "action_outage_done", then=Inform())
    service.tickets.append(ticket(number="GD202611240002"))
    said = await told(customer, "两个单子都给我念念", "query_bill", 0.88)
    assert NUMBER in said and "GD202611240002" in said


async def test_a_crew_that_will_not_come_is_urged(service: FakeService) -> None:
    customer = await after(service, "action_outage_done", then=Inform())
    said = await told(customer, "师傅刚打电话说来不了", "inform", 0.69)
    assert "已经催办" in said and service.notes and customer.handed[0]["reason"] == "urged"
    assert service.tickets[0]["urges"] == 1


@pytest.mark.parametrize(
    ("words", "intent", "entities"),
    [
        ("户号3200001888002", "inform", {"account_no": "3200001888002"}),
        ("就是8月那期", "query_bill", {"bill_month": "2026-08"}),
    ],
)
async def test_what_a_call_is_about_goes_on_its_order(
    service: FakeService, words: str, intent: str, entities: dict[str, str]
) -> None:
    customer = await after(service, CallDone().name(), then=Inform(), topic="consult", biz_type="查询咨询")
    assert "已经补到工单" in await told(customer, words, intent, **entities)
    assert service.notes[0]["text"] == words


@pytest.mark.parametrize(("status", "told_as"), [("撤销", "已撤销"), ("归档", "已办结")])
async def test_an_order_that_is_over_is_not_put_right(
    service: FakeService, status: str, told_as: str
) -> None:
    """“改好了，工单…现在的地址是19号楼101室”, of an order that staff had cancelled."""
    over = {"status": status, "customer_status": told_as, "moves": []}
    customer = await after(service, "action_outage_done", then=Inform(), **over)
    said = await told(customer, "电话改成13912345678", "correct_slot", phone="13912345678")
    assert f"工单{NUMBER}{told_as}，改不了了" in said and "改好了" not in said
    assert service.notes == [] and service.tickets[0]["phone"] == PHONE


async def test_a_proof_stands_on_no_order(service: FakeService) -> None:
    customer = await after(service, CallDone().name(), then=Inform(), topic="consult", biz_type="查询咨询")
    assert "不用写到单子上" in await told(customer, "1002", "inform", last4="1002") and not service.notes


async def test_a_look_up_after_a_wish_to_be_called_is_one(service: FakeService) -> None:
    customer = await after(service, CallDone().name(), then=Inform(), topic="consult", biz_type="查询咨询")
    customer._hear("查一下电费 3200001888002", "query_bill", None, 0.9, {"account_no": "3200001888002"})
    await customer.run(Inform())
    assert customer.followed != "action_after_ticket"


@pytest.mark.parametrize(
    "words", ["地址改成9号楼了吗", "我家地址是不是榆城新村9号楼", "地址是9号楼吧", "单子上地址电话念一下"]
)
async def test_a_question_about_the_place_shows_it_and_changes_nothing(
    words: str, service: FakeService
) -> None:
    customer = await after(service, "action_outage_done", address="青口镇榆城新村19号楼101室")
    where = {"address": "榆城新村9号楼"} if "榆城" in words else {}
    said = await told(customer, words, "query_ticket", **where)
    assert "19号楼101室" in said and not service.notes


@pytest.mark.parametrize("words", ["地址改成9号楼", "能不能把地址改成9号楼"])
async def test_a_wish_puts_the_place_right_however_politely(words: str, service: FakeService) -> None:
    customer = await after(service, "action_outage_done", address="青口镇榆城新村19号楼101室")
    await told(customer, words, "correct_slot")
    assert service.notes[0]["address"].endswith("9号楼101室")


async def test_who_is_told_of_no_order_and_wants_it_looked_up_sees_no_bill(service: FakeService) -> None:
    customer = Talk(AccountForm(), Urge())
    customer.heard("上个礼拜投诉的 怎么没人理我", "urge")
    customer._events.append({"event": "action", "name": "action_urge"})
    await customer.say("那你给我查啊", "query_bill")
    assert customer.followed == "ticket_form"


async def test_who_praises_may_stay_nameless_afterwards(service: FakeService) -> None:
    praise = {"topic": "praise", "status": "受理", "moves": ["撤销"]}
    customer = await after(service, "action_praise_done", None, Inform(), **praise)
    customer._hear("匿名吧", "inform", None, 0.7, {})
    assert "一起转过去" in await customer.run(Inform())


async def test_the_second_dark_place_is_no_note_on_the_first_order(service: FakeService) -> None:
    """“小兴庄没电”, kept until the first was registered, was written on it and never reported."""
    customer = await after(service, "action_outage_done", OutageForm(), OutageDone(), topic="outage_home")
    await customer.say("小兴庄没电", "report_outage_home", sure=0.59, address="小兴庄")
    assert customer.followed is None and customer.slots["outage_address"] == "小兴庄"
