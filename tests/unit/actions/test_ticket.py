"""Work orders: what happens next, urges that never double, details, reopening."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from actions.business import Business, BusinessDone, BusinessForm
from actions.business_view import AskBusinessConfirm, AskBusinessNext
from actions.fallback import Fallback
from actions.meter_check import MeterCheckDone
from actions.outage_info import AskOutageInfo
from actions.praise_form import PraiseDone, PraiseForm
from actions.smalltalk import Affirm, Cancel
from actions.ticket import TicketForm, TicketStatus, status_line
from actions.ticket_detail import AddDetail, Inform, SendPicture
from actions.urge import Urge
from tests.unit.actions.service_fake import AT, FakeService, Talk

pytestmark = pytest.mark.asyncio
NOW = datetime.fromisoformat(AT)
NUMBER = "GD202611240001"


def ticket(**more: Any) -> dict[str, Any]:
    known = {"number": NUMBER, "topic": "outage_home", "biz_type": "故障报修", "status": "派单", "urges": 0}
    told = {
        "customer_status": "已派单",
        "address": "青口镇金榆小区3号楼",
        "phone": None,
        "moves": ["接单", "撤销"],
    }
    return {**known, **told, "customer_times": {}, **more}


async def test_an_urge_counts_and_says_what_comes_next(service: FakeService) -> None:
    service.tickets = [ticket()]
    said = await Talk.single(Urge(), "怎么还没到", "urge")
    assert "第1次催办" in said and "等抢修人员接单" in said
    assert service.made == []


async def test_an_urge_too_soon_is_not_counted(service: FakeService) -> None:
    service.tickets, service.just_urged = [ticket(urges=1)], True
    assert "刚刚已经催过" in await Talk.single(Urge(), "快点", "urge")


@pytest.mark.parametrize(
    ("words", "urged", "entities"),
    [
        ("我家那个呢 还来不来", 0, {}),
        ("丈母娘那张催一下", 1, {}),
        ("催一下徐朱孟村的", 1, {"address": "徐朱孟村"}),
        ("催一下", None, {}),
        ("我姐家那个催一下", None, {}),
    ],
)
async def test_of_several_orders_the_one_that_is_meant_is_urged(
    service: FakeService, words: str, urged: int | None, entities: dict[str, str]
) -> None:
    of_kin = {"地址原话": "丈母娘家也没电 罗阳镇徐朱孟村1组"}
    own = {"地址原话": "没电 金榆小区3号楼 邻居有电"}
    service.tickets = [ticket(details=own), ticket(number="GD2", address="罗阳镇徐朱孟村1组", details=of_kin)]
    said = await Talk.single(Urge(), words, "urge", **entities)
    assert [t["urges"] for t in service.tickets] == [int(urged == at) for at in (0, 1)]
    assert ("催哪一张" in said) == (urged is None)


async def test_the_third_urge_of_a_fault_alerts_a_person(service: FakeService) -> None:
    service.tickets = [ticket(urges=2)]
    customer = Talk.before(Urge())
    await customer.answer("再催一次", "urge")
    assert customer.handed[0]["reason"] == "urged" and customer.handed[0]["keep_bot"]


async def test_other_matters_are_urged_twice_then_staff_are_told(service: FakeService) -> None:
    service.tickets = [ticket(biz_type="投诉", topic="complaint", urges=2)]
    customer = Talk.before(Urge())
    said = await customer.answer("我那投诉有人管没有", "urge")
    assert "不用一遍遍催" in said and customer.handed and service.tickets[0]["urges"] == 2


async def test_an_urge_of_a_finished_ticket_offers_to_take_it_up_again(service: FakeService) -> None:
    service.tickets = [ticket(status="办结", customer_status="已处理，待回访")]
    customer = Talk.before(Urge())
    await customer.answer("催一下", "urge")
    assert [button["title"] for button in customer.buttons] == ["还没好，重新派", "已经好了"]


async def test_an_order_of_another_talk_stays_known_once_it_was_proved(service: FakeService) -> None:
    service.others = [ticket()]
    customer = Talk(TicketForm(), TicketStatus())
    customer.slots["ticket_no"] = NUMBER
    assert NUMBER in await customer.say("来了吗", "query_ticket")
    assert customer.slots["ticket_no"] == NUMBER and not customer.is_open


async def test_the_status_of_a_finished_ticket_asks_whether_it_is_settled(service: FakeService) -> None:
    service.tickets = [ticket(status="办结", customer_status="已处理，待回访")]
    customer = Talk(TicketForm(), TicketStatus())
    assert "问题解决了吗" in await customer.say("修好没有", "query_ticket")
    assert "还没好，重新派" in [button["title"] for button in customer.buttons]


async def test_no_crew_is_announced_for_a_complaint() -> None:
    assert "抢修" not in status_line(ticket(biz_type="投诉"), NOW)


async def test_the_status_says_by_when_and_owns_up_to_a_late_one() -> None:
    arrival = {"到达现场": "2026-11-24T10:45:00+08:00"}
    assert "按平均时间10:45左右到" in status_line(ticket(customer_times=arrival), NOW)
    late = status_line(ticket(customer_times=arrival), NOW + timedelta(hours=2))
    assert "比平常慢" in late and "10:45" not in late
    assert "左右到" not in status_line(ticket(customer_times=arrival, status="处理"), NOW)


async def test_a_complaint_says_when_it_is_answered() -> None:
    times = {"联系客户": "2026-11-25T09:00:00+08:00", "答复": "2026-12-01T23:59:59+08:00"}
    waiting = ticket(biz_type="投诉", customer_times=times, phone="13812341234")
    assert "11月25日前会联系您" in status_line(waiting, NOW)
    assert "联系" not in status_line({**waiting, "phone": None}, NOW)
    assert "12月1日左右答复您" in status_line({**waiting, "status": "处理"}, NOW)


async def test_a_detail_that_says_so_goes_to_the_open_ticket(service: FakeService) -> None:
    service.tickets = [ticket()]
    said = await Talk.single(Inform(), "补充一下，师傅来走北门", "inform")
    assert NUMBER in said and service.notes[0]["text"] == "补充一下，师傅来走北门"


async def test_other_words_are_asked_about_first(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer = Talk.before(Inform())
    assert "补充的吗" in await customer.answer("楼道的门禁密码是8821", "inform")
    assert service.notes == []
    adds = Talk.before(AddDetail())
    adds.slots["detail"] = customer.slots["detail"]
    await adds.answer("/add_detail", "add_detail", ticket_no=NUMBER)
    assert service.notes[0]["text"] == "楼道的门禁密码是8821"


async def test_words_without_a_ticket_are_asked_for_the_wish(service: FakeService) -> None:
    assert "说一句就行" in await Talk.single(Inform(), "青口镇黄海路12号", "inform")


async def test_a_place_out_of_nowhere_is_kept_for_what_it_came_for(service: FakeService) -> None:
    customer = Talk.before(Inform())
    said = await customer.answer("青口镇黄海路12号", "inform", address="青口镇黄海路12号")
    assert "说一句就行" in said and "青口镇黄海路12号" in customer.buttons[0]["payload"]
    assert customer.slots["outage_place_before"] == "青口镇黄海路12号"


async def test_a_photo_goes_to_the_ticket_spoken_of_last(service: FakeService) -> None:
    service.tickets = [ticket(number="GD202611240002"), ticket()]
    customer = Talk.before(SendPicture())
    customer.slots["ticket_no"] = NUMBER
    customer._hear("", "send_picture", "media1", 0.9, {})
    assert NUMBER in await customer.run(SendPicture())


async def test_who_never_reported_is_not_asked_for_a_number_again(service: FakeService) -> None:
    customer = Talk(TicketForm(), TicketStatus())
    await customer.say("查工单", "query_ticket")
    said = await customer.say("没报过")
    assert customer.asked is None and "我来登记" in said
    assert [button["title"] for button in customer.buttons] == ["停电报修", "登记，请人回复", "转人工"]


@pytest.mark.parametrize(
    ("words", "intent", "entities"),
    [
        ("没有单号，上礼拜打电话报的过户", "query_ticket", {}),
        ("在营业厅办的", "query_ticket", {}),
        ("单号忘了", "nlu_fallback", {}),
        ("我不记得了", "inform", {}),
        ("城西镇梨园头村4组7号", "inform", {"address": "城西镇梨园头村4组7号"}),
        ("电话15012344321", "inform", {"phone": "15012344321"}),
    ],
)
async def test_what_was_made_elsewhere_is_written_down_and_no_number_asked_for_again(
    words: str, intent: str, entities: dict[str, str], service: FakeService
) -> None:
    customer = Talk(TicketForm(), TicketStatus())
    await customer.say("查查我的工单", "query_ticket")
    said = await customer.say(words, intent, **entities)
    assert not customer.is_open and customer.followed == "request_form"
    assert "看不到" in said and customer.slots["request_words"] == f"查查我的工单；{words}"


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("那重新登记一个吧 过户", "transfer_rename"),
        ("催一下", "urge"),
        ("来电了", "report_power_back"),
        ("谢谢", "thanks"),
        ("电费怎么交", "pay_how"),
        ("转人工", "ask_human"),
    ],
)
async def test_whoever_turns_to_something_else_is_done_with_the_look_up(
    words: str, intent: str, service: FakeService
) -> None:
    customer = Talk(TicketForm(), TicketStatus())
    await customer.say("查查我的工单", "query_ticket")
    await customer.say(words, intent)
    assert customer.rejected and not customer.is_open and customer.slots["requested_slot"] is None


async def test_the_number_is_put_again_to_who_asks_for_it(service: FakeService) -> None:
    customer = Talk(TicketForm(), TicketStatus())
    await customer.say("查查我的工单", "query_ticket")
    await customer.say("你说什么", "repeat")
    assert customer.is_open


@pytest.mark.parametrize(
    "words", ["报修", "我要报修", "那报修吧", "还是先报修吧", "给我报个修", "我家要报修。"]
)
async def test_a_report_is_no_look_up_and_no_yes(words: str, service: FakeService) -> None:
    customer = Talk(TicketForm(), TicketStatus())
    assert "GD" not in await customer.say(words, "query_ticket")
    assert customer.followed == "outage_form" and not customer.is_open
    for action, intent in (
        (Affirm(), "affirm"),
        (Cancel(), "cancel"),
        (Inform(), "inform"),
        (Urge(), "urge"),
    ):
        other = Talk.before(action)
        assert await other.answer(words, intent) == "" and other.followed == "outage_form"


@pytest.mark.parametrize("words", ["不报修了", "报修电话多少", "我报修的那个", "取消报修"])
async def test_other_words_of_reports_begin_none(words: str, service: FakeService) -> None:
    customer = Talk.before(Affirm())
    await customer.answer(words, "affirm")
    assert customer.followed is None


async def test_who_asks_whether_it_was_dropped_hears_that_nothing_is_in_hand(service: FakeService) -> None:
    customer = Talk.before(Cancel())
    await customer.answer("算了", "cancel")
    await customer.hear(AskOutageInfo(), "真取消了吗", "ask_planned_outage")
    assert customer.followed == "action_cancel"
    assert "没有正在办的事" in await customer.run(Cancel())


async def test_no_supply_after_a_report_was_dropped_begins_it_again(service: FakeService) -> None:
    customer = Talk.before(Inform())
    await customer.answer("不对 现在就没电啊 计划是6天后", "correct_slot")
    assert customer.followed == "outage_form"


@pytest.mark.parametrize("words", ["两样都登记上了吗", "登记好了没", "报上了吗"])
async def test_a_card_that_waits_is_not_lost_by_asking_whether_it_is_in(
    words: str, service: FakeService
) -> None:
    service.tickets = [ticket()]
    customer = Talk(BusinessForm(), BusinessDone(), AskBusinessNext(), AskBusinessConfirm(), first=Business())
    await customer.say("过户", "transfer_rename")
    await customer.say("登记", "affirm")
    await customer.say("青口镇时代大道66号", address="青口镇时代大道66号")
    await customer.say("姓于 18888886666", phone="18888886666")
    await customer.say(words, "query_ticket")
    assert customer.rejected
    customer._events.append({"event": "active_loop", "name": "ticket_form"})
    customer.rejected = False
    said = await customer.run(TicketForm())
    assert "还没有登记" in said and customer.slots["paused_form"] == "business_form"
    customer._open = False
    said = await customer.run(TicketStatus())
    assert "接着" in said and customer.followed == "business_form" and NUMBER not in said


async def test_a_report_without_a_phone_is_not_told_of_in_another_chat(service: FakeService) -> None:
    customer = Talk(TicketForm(), TicketStatus())
    await customer.say("我报的偷电查了吗", "query_ticket")
    await customer.say("GD202611240009", ticket_no="GD202611240009")
    said = await customer.say("没留", "deny")
    assert "只能在登记它的那个聊天里查" in said and "转人工" in [b["title"] for b in customer.buttons]


@pytest.mark.parametrize("words", ["我打95598报过了怎么没人来", "网上国网申请的充电桩催一下"])
async def test_an_urge_for_something_elsewhere_is_written_down(words: str, service: FakeService) -> None:
    customer = Talk.before(Urge())
    assert "看不到进度" in await customer.answer(words, "urge")
    assert customer.followed == "request_form"


async def test_an_urge_after_none_was_found_is_taken_up(service: FakeService) -> None:
    customer = Talk(TicketForm(), TicketStatus())
    await customer.say("查工单", "query_ticket")
    await customer.say("没报过")
    await customer.hear(Urge(), "那你帮我催一下", "urge")
    assert customer.followed == "request_form"


async def test_an_urge_without_a_ticket_offers_both(service: FakeService) -> None:
    customer = Talk.before(Urge())
    await customer.answer("怎么还没人来", "urge")
    assert [b["title"] for b in customer.buttons] == ["停电报修", "登记催办", "转人工"]
    assert customer.followed is None


async def test_no_crew_is_promised_to_who_reads_a_guide(service: FakeService) -> None:
    customer = Talk(BusinessForm(), BusinessDone(), AskBusinessNext(), first=Business())
    await customer.say("我要移表", "new_or_capacity")
    said = await customer.hear(Urge(), "急，下礼拜就动工了", "urge")
    assert "派人" not in said and customer.followed is None


async def test_what_is_not_understood_right_after_a_report_may_belong_to_it(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer = Talk.before(Fallback())
    assert "补充" not in await customer.answer("门卫晚上要登记", "nlu_fallback")
    customer = Talk.before(Fallback())
    await customer.hear(MeterCheckDone(), "对", "affirm")
    assert f"给工单{NUMBER}补充的吗" in await customer.answer("门卫晚上要登记", "nlu_fallback")
    assert customer.slots["detail"] == "门卫晚上要登记"


@pytest.mark.parametrize("words", ["电话换成13933334444", "地址错了，是5组不是4组", "门口有狗，让师傅小心"])
async def test_what_is_plainly_for_the_crew_is_added_at_once(words: str, service: FakeService) -> None:
    service.tickets = [ticket()]
    assert "已经补到" in await Talk.single(Inform(), words, "inform")
    assert service.notes[0]["text"] == words


async def test_a_word_to_the_crew_is_no_praise(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer = Talk(PraiseForm(), PraiseDone())
    assert "已经补到" in await customer.say("门口有狗，让师傅小心", "praise_suggest")
    assert service.made == [] and service.notes


async def test_words_that_wait_are_kept_when_more_come(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer = Talk.before(Inform())
    for words in ("楼道的门禁密码是8821", "单元门在背面"):
        await customer.answer(words, "inform")
    assert customer.slots["detail"] == "楼道的门禁密码是8821；单元门在背面"


async def test_a_question_not_understood_after_a_report_gets_the_status(service: FakeService) -> None:
    service.tickets = [ticket()]
    said = await Talk.single(Fallback(), "什么时候来人看", "nlu_fallback")
    assert NUMBER in said and "已派单" in said and "补充" not in said


async def test_an_urge_without_a_ticket_registers_the_outage_just_spoken_of(service: FakeService) -> None:
    customer = Talk.before(Urge())
    customer.heard("海前村停电九个小时了", "ask_outage_info")
    assert "现在就登记" in await customer.answer("对 催啊 急死了", "urge")
    assert customer.followed == "outage_form"


@pytest.mark.parametrize("words", ["这个月第三次停电了，你们到底管不管", "又停电了 三次了都 快来人"])
async def test_once_more_without_power_is_registered_with_the_whole_sentence(
    service: FakeService, words: str
) -> None:
    customer = Talk.before(Urge())
    await customer.answer(words, "urge")
    assert customer.followed == "outage_form"


@pytest.mark.parametrize("words", ["你们答应三天给我装表，今天第七天了，没人来", "说好昨天来换表的，人呢"])
async def test_a_promise_not_kept_is_written_down_for_staff(service: FakeService, words: str) -> None:
    customer = Talk.before(Urge())
    await customer.answer(words, "urge")
    assert customer.followed == "request_form" and customer.slots["request_words"] == words


async def test_a_ticket_of_another_talk_is_urged_once_it_was_found(service: FakeService) -> None:
    customer = Talk(TicketForm(), TicketStatus())
    await customer.say("GD202611240001", "query_ticket", ticket_no=NUMBER)
    service.tickets = [ticket()]
    await customer.say("尾号1290", last4="1290")
    customer.slots["ticket_no"] = NUMBER
    found = ticket()
    service.tickets = []
    service.others = [found]
    assert "第1次催办" in await customer.hear(Urge(), "那你帮我催一下", "urge")


@pytest.mark.parametrize(
    ("words", "entities"),
    [
        ("GD202611240001 0033", {}),
        ("GD202611240001 尾号0033", {"last4": "0033"}),
        ("单号GD202611240001 电话13913600033 查一下", {"phone": "13913600033"}),
    ],
)
async def test_number_and_digits_in_one_message_find_the_order(
    service: FakeService, words: str, entities: dict[str, str]
) -> None:
    service.others = [ticket()]
    customer = Talk(TicketForm(), TicketStatus())
    said = await customer.say(words, "query_ticket", ticket_no=NUMBER, **entities)
    assert "已派单" in said and not customer.is_open and customer.slots["ticket_no"] == NUMBER


async def test_wrong_digits_are_asked_for_again(service: FakeService) -> None:
    customer = Talk(TicketForm(), TicketStatus())
    await customer.say("查下GD202611240001", "query_ticket", ticket_no=NUMBER)
    said = await customer.say("1234", last4="1234")
    assert "对得上" in said and customer.asked == "ticket_last4"
    service.others = [ticket()]
    assert "已派单" in await customer.say("是0071 打错了", "correct_slot") and not customer.is_open


async def test_a_wrong_number_may_be_told_again_where_the_digits_are_asked_for(service: FakeService) -> None:
    service.others = [ticket()]
    customer = Talk(TicketForm(), TicketStatus())
    await customer.say("查下GD202611240009", "query_ticket", ticket_no="GD202611240009")
    assert "对得上" in await customer.say("1234", last4="1234")
    assert "已派单" in await customer.say("GD202611240001 1234", ticket_no=NUMBER)


async def test_an_order_of_another_talk_is_looked_up_before_it_is_called_off(service: FakeService) -> None:
    customer = Talk.before(Cancel())
    await customer.answer("把GD202611240001取消", "cancel", ticket_no=NUMBER)
    assert customer.followed == "ticket_form"


@pytest.mark.parametrize(
    ("words", "entities"), [("工单是GD202611240001", {"ticket_no": NUMBER}), ("电话留错了", {})]
)
async def test_who_comes_back_about_a_ticket_is_asked_which(
    service: FakeService, words: str, entities: dict[str, str]
) -> None:
    customer = Talk.before(Inform())
    await customer.answer(words, "correct_slot", **entities)
    assert customer.followed == "ticket_form"


async def test_a_dialogue_given_up_leaves_the_ticket_made_before_and_says_so(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer = Talk(BusinessForm(), BusinessDone())
    customer._open = True
    assert f"{NUMBER}照常办" in await customer.hear(Cancel(), "算了", "cancel")


async def test_a_dark_house_is_no_work_order_made_elsewhere(service: FakeService) -> None:
    customer = Talk(TicketForm(), TicketStatus())
    await customer.say("我的报修单查一下", "query_ticket")
    words = "赣马镇王楼村 没电 13600050001"
    await customer.say(words, "report_outage_home", sure=0.87, address="赣马镇王楼村", phone="13600050001")
    assert customer.rejected and customer.slots["ticket_number"] is None


async def test_a_fish_pond_told_after_the_order_makes_it_urgent(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer = Talk.before(AddDetail())
    customer.slots["detail"] = "虾塘增氧机停了"
    said = await customer.answer("对，补进去", "add_detail", ticket_no=NUMBER)
    assert service.notes[0]["sensitive"] == ["aquaculture"] and "增氧" in said
    assert customer.handed[0]["urgent"]


@pytest.mark.asyncio
async def test_praise_is_never_urged(service: FakeService) -> None:
    service.tickets = [ticket(topic="praise", biz_type="表扬")]
    said = await Talk.single(Urge(), "还能叫他来吗", "urge")
    assert "已经帮您催了" not in said and service.tickets[0]["urges"] == 0


@pytest.mark.parametrize("words", ["这次又坏了 还能叫他来吗", "昨天修的灯又不亮了"])
async def test_what_is_broken_again_without_an_order_is_reported(words: str, service: FakeService) -> None:
    customer = Talk.before(Urge())
    await customer.answer(words, "urge")
    assert customer.followed == "outage_form" and customer.slots["outage_words"] == words
