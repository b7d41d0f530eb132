"""Danger: advice first, an urgent ticket whatever the customer does, one question, then a person."""

from __future__ import annotations

import pytest

from actions.danger import AskDangerPlace, DangerDone, DangerForm, ReportDanger
from actions.danger_after import DangerAnswer, DangerOver
from actions.fallback import Fallback
from actions.outage import OutageForm
from actions.outage_info import AreaForm, AskOutageInfo
from actions.smalltalk import Cancel
from actions.ticket_detail import Inform
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
PHONE = "13961355012"
NEAR = "青口镇金榆小区3号楼"


def talk() -> Talk:
    return Talk(DangerForm(), DangerDone(), AskDangerPlace(), first=ReportDanger())


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("河边高压线断了拖在地上", "8米"),
        ("有人触电躺着不动", "120"),
        ("表箱起火了", "119"),
        ("洗澡的水龙头麻手", "停用"),
        ("水漫到配电箱了", "别蹚水"),
        ("有个小孩掉坑里了", "119"),
        ("我奶奶晕倒了", "呼吸"),
        ("厨房没电，还有一股糊味", "离远"),
        ("线掉院子里了我先挪开行不", "别挪"),
    ],
)
async def test_advice_stands_first_and_the_ticket_exists_before_any_answer(
    service: FakeService, words: str, advice: str
) -> None:
    customer = talk()
    said = await customer.say(words, "report_danger")
    assert said.index(advice) < said.index("位置") and "户号" not in said
    assert service.made[0]["topic"] == "danger" and service.made[0]["danger"]
    assert customer.handed[0]["urgent"] and customer.handed[0]["keep_bot"]


async def test_the_place_goes_to_the_crew_in_his_words_and_a_person_goes_on(service: FakeService) -> None:
    customer = talk()
    await customer.say("电线杆要倒了", "report_danger")
    said = await customer.say("海头镇海前村小学后面大槐树旁", address="海头镇海前村")
    assert service.notes[0]["text"] == "海头镇海前村小学后面大槐树旁" and service.notes[0]["address"]
    assert "当它有电" in said and "马上" not in said and customer.asked == "danger_phone"
    await customer.say(PHONE, phone=PHONE)
    assert PHONE in service.notes[1]["text"] and not customer.handed[0]["keep_bot"]


async def test_a_place_told_at_once_is_not_asked(service: FakeService) -> None:
    customer = talk()
    await customer.say("海头镇海前村变压器冒火", "report_danger", address="海头镇海前村")
    assert customer.asked == "danger_phone" and service.made[0]["address"] == "海头镇海前村"


async def test_the_place_of_the_interrupted_report_is_asked_about(service: FakeService) -> None:
    customer = Talk(OutageForm(), ReportDanger())
    await customer.say("家里没电了", "report_outage_home", address="青口镇金榆小区3号楼")
    await customer.answer("插座冒火花了", "report_danger")
    assert service.notes[0]["address"] == "青口镇金榆小区3号楼"
    assert "就在青口镇金榆小区3号楼吗" in await customer.run(AskDangerPlace())


@pytest.mark.parametrize("words", ["我也说不清楚", "不知道这是哪"])
async def test_who_cannot_say_where_is_asked_for_a_phone_and_gets_a_person(
    service: FakeService, words: str
) -> None:
    customer = talk()
    await customer.say("有人触电了", "report_danger")
    said = await customer.say(words, "nlu_fallback", sure=0.2)
    assert customer.asked == "danger_phone" and "没关系" in said
    assert service.notes[0]["text"] == words and "address" not in service.notes[0]
    await customer.say("不留")
    assert customer.asked is None and not customer.handed[0]["keep_bot"]


async def test_two_misses_are_enough_and_every_word_is_noted(service: FakeService) -> None:
    customer = talk()
    await customer.say("有人触电了", "report_danger")
    await customer.say("快来啊", "nlu_fallback", sure=0.2)
    assert customer.asked == "danger_place" and service.notes[0]["text"] == "快来啊"
    await customer.say("快快快", "nlu_fallback", sure=0.2)
    assert customer.asked == "danger_phone" and service.notes[1]["text"] == "快快快"


@pytest.mark.parametrize("words", ["那我能过去拿东西吗", "现在安全了吧", "灯都灭了没电了吧可以碰吗"])
async def test_nothing_is_ever_called_safe(service: FakeService, words: str) -> None:
    customer = talk()
    await customer.say("门口电线掉地上了", "report_danger")
    said = await customer.say(words, "nlu_fallback", sure=0.2)
    assert "8米以上" in said and "可以" not in said and customer.asked == "danger_place"


async def test_a_worse_danger_gets_its_own_advice(service: FakeService) -> None:
    customer = talk()
    await customer.say("门口电线掉地上了", "report_danger")
    said = await customer.say("有人触电了", "report_danger")
    assert "胸外按压" in said and customer.asked == "danger_place"


async def test_an_outage_told_meanwhile_opens_no_other_form(service: FakeService) -> None:
    customer = talk()
    await customer.say("门口电线掉地上了", "report_danger")
    await customer.say("家里也停电了", "report_outage_home")
    assert not customer.rejected and customer.asked == "danger_place"
    assert service.notes[0]["text"] == "家里也停电了"


async def test_nobody_is_told_to_keep_away_from_a_breathing_machine(service: FakeService) -> None:
    said = await talk().say("我妈躺床上用呼吸机呢", "report_danger")
    assert "120" in said and "别碰" not in said
    assert service.made[0]["danger"] == ["life_support"]


async def test_a_town_alone_is_no_place_and_is_kept(service: FakeService) -> None:
    customer = talk()
    await customer.say("有根电线掉地上了", "report_danger")
    said = await customer.say("青口的", address="青口镇")
    assert customer.asked == "danger_place" and "青口镇哪里" in said and "已报给抢修" not in said
    assert service.notes[0]["address"] == "青口镇"
    await customer.say("徐福村小学旁边", address="徐福村小学旁边")
    assert service.notes[1]["address"] == "青口镇徐福村小学旁边" and customer.asked == "danger_phone"


async def test_a_town_told_with_the_danger_is_no_place_either(service: FakeService) -> None:
    customer = talk()
    await customer.say("青口有根电线掉地上了", "report_danger", address="青口镇")
    assert customer.asked == "danger_place" and service.made[0]["address"] == "青口镇"
    await customer.say("说不清", "repeat", sure=0.5)
    assert customer.asked == "danger_phone"


@pytest.mark.parametrize(
    ("words", "intent", "sure"),
    [("你们多久到", "pay_problem", 0.57), ("大概离地三米多吧", "inform", 0.9), ("快点", "urge", 0.9)],
)
async def test_whatever_is_said_after_the_place_goes_to_the_ticket_and_is_acknowledged(
    service: FakeService, words: str, intent: str, sure: float
) -> None:
    customer = talk()
    await customer.say("电线杆要倒了", "report_danger", address="海头镇海前村")
    said = await customer.say(words, intent, sure=sure)
    assert (
        service.notes[-1]["text"] == words and "已补到紧急工单" in said and customer.asked == "danger_phone"
    )


async def test_a_phone_known_from_an_earlier_ticket_is_not_asked_for(service: FakeService) -> None:
    service.tickets = [{"phone": PHONE, "number": "GD1", "topic": "bill", "moves": [], "status": "归档"}]
    customer = talk()
    await customer.say("电线杆要倒了", "report_danger", address="海头镇海前村")
    assert customer.asked is None and not customer.handed[-1]["keep_bot"]


@pytest.mark.parametrize(
    ("alarm", "words", "told"),
    [
        ("有人触电了", "没人触电 就是欠费停电", "没有危险就好"),
        ("有人触电了", "没有危险", "没有危险就好"),
        ("有人触电了", "搞错了", "没有危险就好"),
        ("有人困在电梯里了", "人救出来了", "没事就好"),
        ("插座冒火花", "没火花了 好好的", "没事就好"),
        ("路边电线垂下来了", "是电信的线", "没事就好"),
    ],
)
@pytest.mark.parametrize("intent", ["report_danger", "deny", "cancel", "report_power_back"])
async def test_an_alarm_is_taken_back_and_staff_check_it(
    service: FakeService, alarm: str, words: str, told: str, intent: str
) -> None:
    customer = talk()
    await customer.say(alarm, "report_danger")
    await customer.say(words, intent)
    assert customer.rejected and customer.followed == "action_danger_over"
    said = await customer.run(DangerOver())
    assert told in said and customer.slots["danger_kind"] is None and not customer.is_open
    assert words in service.notes[-1]["text"] and not service.moved, "nobody but staff calls a crew off"
    assert "请核实" in customer.handed[-1]["packet"]["summary"] and customer.handed[-1]["keep_bot"]


@pytest.mark.parametrize("words", ["没人触电 可是墙上冒烟", "没触电 但还是麻手", "没人触电吧", "没人受伤"])
async def test_what_names_another_danger_or_doubts_takes_nothing_back(
    service: FakeService, words: str
) -> None:
    customer = talk()
    await customer.say("有人触电了", "report_danger")
    await customer.say(words, "report_danger")
    assert not customer.rejected and customer.is_open and service.notes[-1]["text"] == words


async def test_the_wish_of_the_words_that_take_it_back_goes_on(service: FakeService) -> None:
    customer = talk()
    await customer.say("有人触电了", "report_danger")
    await customer.say("没人触电 就是欠费停电", "report_danger")
    await customer.run(DangerOver())
    assert customer.slots["own_wish"]["text"] == "就是欠费停电"


async def test_the_wish_behind_the_false_alarm_goes_on(service: FakeService) -> None:
    customer = talk()
    customer.unsure(
        [{"name": "report_danger", "confidence": 1.0}, {"name": "arrears_reconnect", "confidence": 0.9}]
    )
    await customer.say("我家被电停了 欠费", "report_danger")
    await customer.say("没有危险", "deny")
    await customer.run(DangerOver())
    assert customer.slots["own_wish"]["text"] == "/arrears_reconnect"


async def test_the_report_that_a_false_alarm_interrupted_goes_on(service: FakeService) -> None:
    customer = Talk(OutageForm(), ReportDanger())
    await customer.say("家里没电了", "report_outage_home", address=NEAR)
    await customer.answer("看不懂开关", "report_danger")
    customer.slots["paused_form"] = "outage_form"
    customer._form = DangerForm()
    customer.heard("没有危险", "deny")
    assert "接着刚才没办完的" in await customer.run(DangerOver())
    assert customer.followed == "outage_form"


async def test_words_of_peace_after_the_form_are_no_second_alarm(service: FakeService) -> None:
    customer = talk()
    await customer.say("插座冒火花", "report_danger", address=NEAR)
    await customer.say(PHONE, phone=PHONE)
    assert not customer.is_open
    assert await customer.hear(ReportDanger(), "现在火花没有了 风小了", "report_danger") == ""
    assert customer.followed == "action_danger_over" and len(service.made) == 1


async def test_a_phone_is_kept_whatever_was_asked(service: FakeService) -> None:
    customer = talk()
    await customer.say("门口电线掉地上了", "report_danger")
    said = await customer.say(f"{PHONE}这是我的", phone=PHONE)
    assert "手机号记下了" in said and customer.asked == "danger_place" and PHONE in service.notes[-1]["text"]
    said = await customer.say("海头镇海前村小学后面", address="海头镇海前村")
    assert customer.asked is None and "GD" in said


@pytest.mark.parametrize(
    "words", ["是制氧机 一天要吸十几个小时", PHONE, "快来啊", "邻居家正常", "你们大概几点来"]
)
async def test_the_place_that_was_known_holds_unless_it_is_denied(service: FakeService, words: str) -> None:
    customer = talk()
    customer.slots["outage_place_before"] = NEAR
    assert f"就在{NEAR}吗" in await customer.say("门口电线掉地上了", "report_danger")
    said = await customer.say(words, "inform")
    assert f"先按{NEAR}报" in said and customer.asked != "danger_place"
    assert service.notes[-1]["address"] == NEAR


async def test_a_known_place_that_is_denied_is_asked_for(service: FakeService) -> None:
    customer = talk()
    customer.slots["outage_place_before"] = NEAR
    await customer.say("门口电线掉地上了", "report_danger")
    said = await customer.say("不是那里", "deny")
    assert customer.asked == "danger_place" and "具体在哪里" in said and NEAR not in said
    await customer.say("海头镇海前村小学后面", address="海头镇海前村")
    assert "海头镇海前村" in service.notes[-1]["address"]


async def test_an_open_work_order_or_the_only_account_tell_where_it_may_be(service: FakeService) -> None:
    service.tickets = [{"number": "GD1", "topic": "bill", "moves": [], "status": "派单", "address": NEAR}]
    assert f"就在{NEAR}吗" in await talk().say("门口电线掉地上了", "report_danger")
    service.tickets = []
    service.add_account("3200001888001", NEAR)
    assert f"就在{NEAR}吗" in await talk().say("门口电线掉地上了", "report_danger")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("我要不要把总闸关了", "管不到外面的线"),
        ("拔掉了 现在怎么办", "别再插"),
        ("我自己砍行不", "别自己动手"),
        ("那冰箱还能用吗", "先别用"),
        ("你们大概几点来", "说不准"),
    ],
)
@pytest.mark.parametrize("place", [{}, {"address": "海头镇海前村"}], ids=["place", "phone"])
async def test_questions_are_answered_before_anything_is_asked_again(
    service: FakeService, words: str, told: str, place: dict[str, str]
) -> None:
    customer = talk()
    await customer.say("树压到电线了", "report_danger", **place)
    assert told in await customer.say(words, "nlu_fallback", sure=0.2)
    assert service.notes[-1]["text"] == words


async def test_the_place_is_asked_for_twice_at_most_and_the_number_is_told(service: FakeService) -> None:
    customer = talk()
    said = [await customer.say("门口电线掉地上了", "report_danger")]
    for words, intent in (
        ("家里也停电了", "report_outage_home"),
        ("还没来啊", "urge"),
        ("唉", "inform"),
        ("快点", "urge"),
    ):
        said.append(await customer.say(words, intent))
    assert sum("具体位置" in text or "具体在哪里" in text for text in said) == 2
    assert "GD" in said[2] and customer.asked is None
    assert sum("手机号" in text for text in said) == 2


async def test_an_interruption_is_no_reason_to_ask_a_third_time(service: FakeService) -> None:
    customer = talk()
    await customer.say("门口电线掉地上了", "report_danger")
    await customer.say("快来啊", "inform")
    await customer.hear(Inform(), "阶梯电价怎么算", "ask_tier")
    await customer.carry_on()
    assert customer.asked == "danger_phone"


@pytest.mark.parametrize(("words", "told"), [("我自己砍行不", "别自己动手"), ("师傅几点来", "说不准")])
async def test_questions_after_the_form_are_answered_too(service: FakeService, words: str, told: str) -> None:
    customer = talk()
    await customer.say("树压到电线了", "report_danger", address=NEAR)
    await customer.say(PHONE, phone=PHONE)
    assert await customer.hear(Inform(), words, "inform") == ""
    assert customer.followed == "action_danger_answer"
    assert told in await customer.run(DangerAnswer()) and service.notes[-1]["text"] == words


async def test_when_they_come_to_an_alarm_asks_for_no_place(service: FakeService) -> None:
    customer = talk()
    await customer.say("树压到电线了", "report_danger", address=NEAR)
    await customer.say(PHONE, phone=PHONE)
    customer._form, customer._first, customer._done = AreaForm(), None, AskOutageInfo()
    assert await customer.say("你们大概几点来", "ask_outage_info") == ""
    assert customer.followed == "action_danger_answer" and customer.asked is None


async def test_a_word_for_the_crew_goes_to_the_urgent_order(service: FakeService) -> None:
    customer = talk()
    await customer.say("树压到电线了", "report_danger", address=NEAR)
    await customer.say(PHONE, phone=PHONE)
    service.tickets = [
        {"number": customer.slots["danger_ticket"], "topic": "danger", "moves": [], "status": "派单"}
    ]
    said = await customer.hear(Inform(), "来的时候走后门 前门锁了", "inform")
    assert "已经补到工单" in said and service.notes[-1]["text"] == "来的时候走后门 前门锁了"


async def test_after_an_interruption_nothing_is_reported_twice(service: FakeService) -> None:
    customer = talk()
    await customer.say("树压到电线了", "report_danger", address=NEAR)
    customer.slots["returning_form"] = "danger_form"
    customer._open = False
    said = await customer.carry_on()
    assert "已报给抢修" not in said and customer.asked == "danger_phone"


async def test_who_leaves_no_phone_has_said_nothing_for_the_crew(service: FakeService) -> None:
    customer = talk()
    await customer.say("树压到电线了", "report_danger", address=NEAR)
    said = await customer.say("不留", "deny")
    assert "已补到" not in said and customer.asked is None


async def test_never_mind_offers_no_withdrawal_of_a_danger(service: FakeService) -> None:
    service.tickets = [{"number": "GD1", "topic": "danger", "moves": ["撤销"], "status": "派单"}]
    customer = Talk.before(Cancel())
    assert "不会撤掉" in await customer.answer("算了", "cancel") and not customer.buttons


@pytest.mark.parametrize(("words", "told"), [("老人难受怎么办", "120"), ("呜呜呜", "已补到紧急工单")])
async def test_what_is_not_understood_after_an_alarm_belongs_to_it(
    service: FakeService, words: str, told: str
) -> None:
    customer = talk()
    await customer.say("我妈躺床上用呼吸机呢", "report_danger", address=NEAR)
    await customer.say(PHONE, phone=PHONE)
    assert await customer.hear(Fallback(), words, "nlu_fallback") == ""
    assert customer.followed == "action_danger_answer"
    assert told in await customer.run(DangerAnswer()) and service.notes[-1]["text"] == words


@pytest.mark.parametrize(
    ("words", "intent", "told"),
    [("有没有发电车", "key_customer", "发电车"), ("周围也没电", "report_outage_area", "已补到")],
)
async def test_a_generator_and_the_outage_belong_to_the_alarm_of_a_machine(
    service: FakeService, words: str, intent: str, told: str
) -> None:
    customer = talk()
    await customer.say("我妈躺床上用呼吸机呢", "report_danger", address=NEAR)
    await customer.say(PHONE, phone=PHONE)
    assert await customer.hear(Fallback(), words, intent) == ""
    assert customer.followed == "action_danger_answer"
    assert told in await customer.run(DangerAnswer()) and service.notes[-1]["text"] == words


async def test_a_look_up_that_was_not_meant_is_left_for_the_alarm(service: FakeService) -> None:
    customer = talk()
    await customer.say("树压到电线了", "report_danger", address=NEAR)
    await customer.say(PHONE, phone=PHONE)
    customer._form, customer._first, customer._done = AreaForm(), None, AskOutageInfo()
    await customer.say("有消息一定要告诉我", "ask_outage_info")
    await customer.say("大概什么时候来", "ask_outage_info")
    assert customer.followed == "action_danger_answer"


async def test_a_matter_of_its_own_is_no_place_and_has_its_turn_behind_the_alarm(
    service: FakeService,
) -> None:
    customer = talk()
    await customer.say("电线杆要倒了", "report_danger")
    said = await customer.say(
        "好吧 顺便我家停电了 滨河家园3号楼101", "report_outage_home", address="滨河家园3号楼101"
    )
    assert "已补到" in said and customer.asked == "danger_place"
    assert customer.slots["own_wish"]["text"].startswith("好吧 顺便我家停电")


async def test_an_account_number_is_where_it_is_and_its_proof_is_no_room(service: FakeService) -> None:
    customer = talk()
    await customer.say("插座冒烟", "report_danger")
    await customer.say("3200001888013 1013", account_no="3200001888013", address="1013室")
    assert customer.slots["danger_place"] == "户号3200001888013" and customer.asked == "danger_phone"


@pytest.mark.parametrize(
    ("words", "after"), [("煤气漏了", "没味的地方"), ("电线断在路上", "当它有电"), ("呼吸机停了没电", "120")]
)
async def test_after_the_place_each_kind_hears_its_own(words: str, after: str, service: FakeService) -> None:
    customer = talk()
    await customer.say(words, "report_danger")
    assert after in await customer.say(NEAR, address=NEAR)


async def test_peace_at_a_breathing_machine_takes_nothing_back_and_the_phone_is_asked(
    service: FakeService,
) -> None:
    customer = talk()
    await customer.say("我爸呼吸机停了 没电", "report_danger")
    await customer.say(NEAR, address=NEAR)
    await customer.say("人现在没事", "inform")
    assert customer.followed is None and customer.asked == "danger_phone"


async def test_the_hospital_is_asked_about_after_all_is_over(service: FakeService) -> None:
    customer = talk()
    await customer.say("孩子摸插座麻了一下", "report_danger")
    await customer.say("现在没事", "deny")
    await customer.run(DangerOver())
    customer._events.append({"event": "action", "name": "action_danger_over"})
    assert await customer.hear(Fallback(), "我已经拔了", "meter_too_fast") == ""
    assert customer.followed == "action_danger_answer"
    assert await customer.hear(Fallback(), "要不要去医院", "out_of_scope") == ""
    assert customer.followed == "action_danger_answer"
    assert "心电图" in await customer.run(DangerAnswer())


async def test_who_wants_to_stay_nameless_may(service: FakeService) -> None:
    customer = talk()
    await customer.say("电线杆要倒了", "report_danger")
    said = await customer.say("匿名行吗", "inform")
    assert "不用留姓名" in said and "⚠️" not in said and customer.asked == "danger_place"


async def test_a_question_of_health_is_no_place(service: FakeService) -> None:
    customer = talk()
    await customer.say("孩子摸插座被电了一下", "report_danger")
    assert "心电图" in await customer.say("要去医院不", "inform") and customer.slots["danger_place"] is None


@pytest.mark.parametrize(
    ("place", "asked"),
    [({}, "danger_place"), ({"address": "海头镇海前村"}, "danger_phone")],
    ids=["place", "phone"],
)
async def test_a_photo_goes_on_the_order_at_once_and_the_question_stays(
    service: FakeService, place: dict[str, str], asked: str
) -> None:
    customer = talk()
    await customer.say("变压器冒烟了", "report_danger", **place)
    for photo in ("p1", "p2", "p3"):
        said = await customer.say("/send_picture", "send_picture", media=photo, sure=1.0)
        assert "照片收到了" in said and customer.asked == asked and service.notes[-1]["media"] == photo
    await customer.say("海头镇海前村小学后面", address="海头镇海前村")
    assert customer.asked == "danger_phone"


async def test_a_shared_point_without_a_name_is_on_the_order_and_the_place_is_asked_for_once_more(
    service: FakeService,
) -> None:
    customer = talk()
    await customer.say("变压器冒烟了", "report_danger")
    said = await customer.share()
    assert "定位收到了" in said and customer.asked == "danger_place"
    assert "34.84" in service.notes[-1]["text"] and "119.12" in service.notes[-1]["text"]
    await customer.share()
    assert customer.asked == "danger_phone"
    await customer.share()
    assert len(service.notes) == 3 and customer.asked == "danger_phone"


@pytest.mark.parametrize("words", [(), ("快来啊", "快快快")], ids=["place", "phone"])
async def test_a_shared_point_with_a_name_is_the_place_whatever_was_asked(
    service: FakeService, words: tuple[str, ...]
) -> None:
    customer = talk()
    await customer.say("变压器冒烟了", "report_danger")
    for said in words:
        await customer.say(said, "nlu_fallback", sure=0.2)
    await customer.share("连云港市赣榆区青口镇金榆小区")
    assert "青口镇金榆小区" in service.notes[-1]["address"] and "34.84" in service.notes[-2]["text"]
    assert customer.asked == "danger_phone"


async def test_no_crew_is_sent_to_who_wants_to_die(service: FakeService) -> None:
    await talk().say("停电停得我想死", "report_danger")
    assert service.made[0]["danger"] == ["self_harm"] and "不派抢修" in service.made[0]["summary"]


async def test_who_does_not_wake_up_is_told_how_to_press(service: FakeService) -> None:
    customer = talk()
    await customer.say("我奶奶晕倒了", "report_danger")
    assert "120" in (said := await customer.say("她没醒", "inform")) and "按" in said
