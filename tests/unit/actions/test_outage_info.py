"""When the supply comes back, what is planned, and that it is back."""

from __future__ import annotations

import pytest

from actions.fallback import Fallback, OutOfScope
from actions.outage_asks import CHANGES, NOTICE, PLANNED, STOP, WISH, asked_in
from actions.outage_back import PowerBack
from actions.outage_info import AreaForm, AskOutageInfo
from actions.smalltalk import Goodbye, Repeat
from actions.tariff import AskTou
from actions.ticket_detail import Inform
from actions.turn import Turn
from tests.unit.actions import demo_accounts
from tests.unit.actions.service_fake import FakeService, Talk
from tests.unit.actions.test_outage import AREA, FAULT, PLACE, ticket

pytestmark = pytest.mark.asyncio


async def ask(words: str, intent: str = "ask_outage_info", **entities: str) -> tuple[Talk, str]:
    customer = Talk(AreaForm(), AskOutageInfo())
    return customer, await customer.say(words, intent, **entities)


async def test_who_asks_when_an_outage_ends_will_hear_of_it(service: FakeService) -> None:
    service.area, service.outages = AREA, [FAULT]
    _, said = await ask("海韵花园几点来电", address="青口镇海韵花园")
    assert "预计12:00" in said and "我会告诉您" in said and service.watched == ["F1"]


async def test_an_ended_outage_leaves_a_dark_house_its_report(service: FakeService) -> None:
    service.area, service.outages = AREA, [{**FAULT, "ended_at": "2026-11-24T09:50:00+08:00"}]
    customer, said = await ask("海韵花园来电没", address="青口镇海韵花园")
    assert (
        "还没电的话" in said and customer.buttons[0]["title"] == "我家没电，要报修" and service.watched == []
    )


async def test_the_place_just_spoken_of_is_not_asked_again(service: FakeService) -> None:
    service.area, service.outages = AREA, [FAULT]
    customer, _ = await ask("海韵花园几点来电", address="青口镇海韵花园")
    assert "预计12:00" in await customer.say("那现在恢复了吗", "ask_outage_info")


async def test_nothing_published_is_said_honestly(service: FakeService) -> None:
    service.area = AREA
    _, said = await ask("海韵花园几点来电", address="青口镇海韵花园")
    assert "恢复时间暂无" in said


async def test_his_own_report_comes_first_and_is_not_offered_again(service: FakeService) -> None:
    service.area, service.tickets = AREA, [ticket()]
    customer, said = await ask("修好没有")
    assert "GD1" in said and "暂无" in said and customer.buttons == []


async def test_planned_outages_of_all_his_accounts(service: FakeService) -> None:
    service.add_account("3200001888001", "青口镇望海名都3号楼2单元502室")
    service.add_account("3200013888003", "宋庄镇小兴庄村2组18号")
    service.area = AREA
    _, said = await ask("这星期停不停", "ask_planned_outage")
    assert said.count("未来一周暂时没有") == 2


async def test_an_account_that_is_not_his_tells_nothing(service: FakeService) -> None:
    customer, said = await ask("3200001888002下周停电吗", "ask_planned_outage", account_no="3200001888002")
    assert "核对身份" in said and customer.asked == "outage_area"


async def test_arrears_of_a_verified_account_are_the_answer(service: FakeService) -> None:
    await demo_accounts.known(service, demo_accounts.CUT)
    service.area, service.outages = AREA, [FAULT]
    _, said = await ask("啥时候来电")
    assert "因为欠费停了电" in said and "预计" not in said


async def test_the_utility_away_is_said_and_a_report_offered(service: FakeService) -> None:
    service.down = True
    customer, said = await ask("海韵花园几点来电", address="青口镇海韵花园")
    assert "记下了" in said and service.watched == ["any"], (
        "and answered later (service/notices/late_checks.py)"
    )
    assert customer.buttons[0]["payload"] == "/report_outage_home"


async def test_a_breathing_machine_before_a_planned_outage_alerts_staff(service: FakeService) -> None:
    service.area = AREA
    customer, said = await ask("后天停电我爸的呼吸机咋办", "ask_planned_outage", address=PLACE)
    assert said.startswith("请先用备用电池") and customer.handed[0]["urgent"]


async def back(words: str, **entities: str) -> tuple[Talk, str]:
    customer = Talk.before(PowerBack())
    return customer, await customer.answer(words, "report_power_back", **entities)


async def test_power_back_closes_the_report(service: FakeService) -> None:
    service.tickets = [ticket()]
    _, said = await back("来电了谢谢")
    assert service.moved == {"GD1": "cancel"} and "又停了" in said


@pytest.mark.parametrize("words", ["来电了，但是灯很暗", "一半来电了", "邻居家来电了", "灯亮了 就是忽闪"])
async def test_a_doubtful_word_closes_nothing(service: FakeService, words: str) -> None:
    service.tickets = [ticket()]
    customer, _ = await back(words)
    assert service.moved == {} and customer.buttons


@pytest.mark.parametrize("words", ["来电了吗", "来电了没有啊", "来电了是吧"])
async def test_whether_it_is_back_is_asked_and_not_told(service: FakeService, words: str) -> None:
    service.tickets = [ticket()]
    customer, _ = await back(words)
    assert service.moved == {} and customer.followed == "area_form"


@pytest.mark.parametrize(
    "words",
    [
        "电来了又走了",
        "来了一下又没了",
        "师傅来了又走了",
        "师傅走了 没修好",
        "还没来",
        "停电咧",
        "隔壁来电了 就我家没",
    ],
)
async def test_supply_that_is_away_keeps_its_work_order(service: FakeService, words: str) -> None:
    service.tickets = [ticket()]
    customer, said = await back(words)
    assert service.moved == {} and "来电就好" not in said and service.notes[0]["text"] == words
    service.tickets = []
    customer, said = await back(words)
    assert customer.followed == "outage_form" and said == ""


@pytest.mark.parametrize(
    "words", ["消防来了", "119来了 人出来了", "学校的老师知道了 已经围起来了", "人已经救出来了", "师傅在修了"]
)
async def test_somebody_who_came_is_no_supply(service: FakeService, words: str) -> None:
    for service.tickets in ([], [ticket()]):
        customer, said = await back(words)
        assert service.moved == {} and said == "" and customer.followed == "action_inform"


@pytest.mark.parametrize("words", ["消防来了 说不用你们管了", "邻居说物业在修 不用管了", "师傅别跑了"])
async def test_who_wants_nobody_any_more_is_asked_before_it_is_withdrawn(
    service: FakeService, words: str
) -> None:
    service.tickets = [ticket()]
    customer, _ = await back(words)
    assert service.moved == {} and customer.followed == "action_cancel"


async def test_a_crew_at_work_is_told(service: FakeService) -> None:
    service.tickets = [ticket(status="处理", moves=["办结"])]
    _, said = await back("来电了")
    assert service.moved == {} and service.notes[0]["text"] == "客户说已来电" and "现场" in said


async def test_two_reports_are_told_apart(service: FakeService) -> None:
    service.tickets = [ticket(), ticket("GD2", address="海头镇东河村3组")]
    customer, _ = await back("来电了")
    assert service.moved == {} and len(customer.buttons) == 3
    await back("/report_power_back", ticket_no="GD2")
    assert service.moved == {"GD2": "cancel"}


async def test_a_danger_is_never_closed_by_it(service: FakeService) -> None:
    service.tickets = [ticket(topic="danger")]
    _, said = await back("来电了")
    assert service.moved == {} and "来电就好" in said


async def test_is_it_back_without_a_report_is_a_question(service: FakeService) -> None:
    customer = Talk.before(PowerBack())
    said = await customer.answer("墩尚花园来电了吗", "report_power_back")
    assert said == "" and service.moved == {}
    service.area, service.outages = AREA, [FAULT]
    _, said = await ask("墩尚花园来电了吗", "report_power_back", address="青口镇海韵花园")
    assert "预计12:00" in said


async def test_when_the_crew_comes_is_told_as_far_as_it_was_promised(service: FakeService) -> None:
    service.area = AREA
    service.tickets = [ticket(customer_times={"到达现场": "2026-11-24T23:15:00+08:00"})]
    _, said = await ask("师傅啥时候到")
    assert "按平均时间23:15左右到" in said


PLAN = {
    **FAULT,
    "id": "P1",
    "kind": "计划停电",
    "cause": "设备检修",
    "start": "2026-11-25T08:00:00+08:00",
    "expected_end": "2026-11-25T16:00:00+08:00",
    "source": "计划停电公告",
}


async def after_a_plan(service: FakeService) -> Talk:
    service.area, service.planned = AREA, [PLAN]
    customer, said = await ask("海韵花园明天停不停", "ask_planned_outage", address="青口镇海韵花园")
    assert "明天08:00" in said
    return customer


@pytest.mark.parametrize("words", ["那什么时候停", "几点来", "停多久", "到几点", "那天几点送电"])
async def test_a_plan_is_not_denied_by_the_next_question(words: str, service: FakeService) -> None:
    customer = await after_a_plan(service)
    said = await customer.say(words, "ask_outage_info")
    assert "明天08:00" in said and "预计明天16:00" in said and "恢复时间暂无" not in said


@pytest.mark.parametrize(
    ("action", "words", "intent"),
    [
        (AskTou(), "几点到几点", "ask_tou"),
        (Fallback(), "几点开始", "nlu_fallback"),
        (Inform(), "上午还是下午", "inform"),
    ],
)
async def test_its_hours_are_asked_for_in_few_words(
    action: Fallback, words: str, intent: str, service: FakeService
) -> None:
    customer = await after_a_plan(service)
    assert await customer.hear(action, words, intent) == "" and customer.followed == "area_form"
    assert "明天08:00" in await customer.say(words, intent)


async def test_hours_of_peak_and_valley_are_still_told(service: FakeService) -> None:
    customer = await after_a_plan(service)
    await customer.hear(AskTou(), "峰谷是几点到几点", "ask_tou")
    assert customer.followed is None


async def test_another_place_is_asked_about_in_the_same_way(service: FakeService) -> None:
    customer = await after_a_plan(service)
    await customer.hear(Inform(), "宋庄那边呢", "inform", address="宋庄镇")
    assert customer.followed == "area_form"
    service.area, service.planned = {**AREA, "name": "宋庄镇"}, []
    assert "未来一周暂时没有" in await customer.say("宋庄那边呢", address="宋庄镇")


async def test_who_wants_to_be_told_hears_where_and_is_asked_for_no_place(service: FakeService) -> None:
    customer, said = await ask("停电通知短信怎么订", "ask_planned_outage")
    assert customer.asked is None and "登记的手机号" in said and "登记改号" in str(customer.buttons)
    await customer.hear(Inform(), "用这个号 13911112222", "correct_slot", phone="13911112222")
    assert customer.followed == "request_form" and customer.slots["request_kind"] == "notice"


async def test_an_account_number_beside_a_place_does_not_hide_it(service: FakeService) -> None:
    customer, _ = await ask("想订阅停电通知", "ask_planned_outage")
    numbers = {"account_no": "3200015888008", "address": "海韵花园"}
    await customer.hear(Inform(), "3200015888008 海韵花园", "inform", **numbers)
    assert customer.followed == "area_form"


async def test_the_end_of_a_plan_is_subscribed_as_far_as_it_can_be_told(service: FakeService) -> None:
    service.area, service.planned = AREA, [PLAN]
    _, said = await ask("海韵花园停电能提前通知我吗", "ask_planned_outage", address="青口镇海韵花园")
    assert "恢复送电后我会告诉您" in said and service.watched == ["P1"]
    service.watched.clear()
    service.planned = [{**PLAN, "expected_end": "2026-11-29T16:00:00+08:00"}]
    _, said = await ask("海韵花园停电能提前通知我吗", "ask_planned_outage", address="青口镇海韵花园")
    assert "告诉您" not in said and service.watched == [], "WeChat takes nothing two days after his message"


async def test_changes_are_promised_by_nobody(service: FakeService) -> None:
    customer = await after_a_plan(service)
    await customer.hear(Fallback(), "行，有变化也告诉我", "nlu_fallback")
    assert customer.followed == "area_form"
    assert "不能自动提醒" in await customer.say("行，有变化也告诉我", "nlu_fallback")


async def test_to_have_it_otherwise_is_written_down_and_not_answered_with_the_plan_alone(
    service: FakeService,
) -> None:
    customer = await after_a_plan(service)
    said = await customer.say("能不能改天 家里办喜事", "ask_planned_outage")
    assert "改不了" in said and customer.followed == "request_form"
    assert customer.slots["request_words"] == "海韵花园明天停不停；能不能改天 家里办喜事"
    assert customer.slots["request_address"] == "青口镇海韵花园"


async def test_a_phone_after_a_plan_is_for_a_call_back(service: FakeService) -> None:
    customer = await after_a_plan(service)
    await customer.hear(Inform(), "电话 0518-86212345", "inform", phone="0518-86212345")
    assert customer.followed == "request_form"


async def test_a_town_without_the_village_is_told_no_time_of_return(service: FakeService) -> None:
    service.area, service.planned = {**AREA, "name": "青口镇", "estate": ""}, [PLAN]
    _, said = await ask("青口镇下周停吗", "ask_planned_outage", address="青口镇")
    assert "还没有公布" in said and "恢复时间" not in said


async def test_whoever_turns_away_is_not_asked_for_the_place_again(service: FakeService) -> None:
    customer, _ = await ask("明天停不停", "ask_planned_outage")
    await customer.say("电费怎么交", "pay_how")
    assert customer.rejected and not customer.is_open


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("能订阅停电提醒吗", NOTICE),
        ("停电会提前说吗", NOTICE),
        ("有停电短信服务吗，咋订", NOTICE),
        ("老爸不会看手机，哪天停电能打电话告诉他不", NOTICE),
        ("以后有计划停电都会告诉我吧", NOTICE),
        ("改期了通知我", CHANGES),
        ("停电通知怎么取消订阅", STOP),
        ("能改到周末停吗，我们厂要赶货", WISH),
        ("下周一期末考试能不能别停电", WISH),
        ("你们能不能保证我不停电", WISH),
        ("恳请把我们这条线的检修挪到春节后", WISH),
        ("日期能商量不，你们要停电的那天我爹出殡", WISH),
        ("停电时间改了没", PLANNED),
        ("检修改期的通知我没看到，到底改到几号了", PLANNED),
        ("能告诉我几点开始停吗，我好去朋友家", PLANNED),
        ("贴的通知是真的吗", PLANNED),
        ("收到短信了，早七点到晚六点都停？", PLANNED),
        ("年三十晚上不会停吧", PLANNED),
        ("能提前送电吗，检修完了吗", PLANNED),
    ],
)
async def test_what_is_asked_about_plans(words: str, asked: str) -> None:
    customer = Talk.before(AskOutageInfo())
    customer._hear(words, "ask_planned_outage", None, 0.9, {})
    seen: list[str | None] = []

    class Look(AskOutageInfo):
        async def handle(self, turn: Turn, say: object) -> list[dict[str, object]]:  # type: ignore[override]
            seen.append(asked_in(turn))
            return []

    await customer.run(Look())
    assert seen == [asked]


async def test_a_plan_that_has_begun_is_told_to_who_asks_for_plans(service: FakeService) -> None:
    service.area, service.outages = AREA, [{**FAULT, "kind": "计划停电"}]
    _, said = await ask("海韵花园今天有计划停电吗", "ask_planned_outage", address="青口镇海韵花园")
    assert "预计12:00" in said and "没有已公布的计划停电" not in said


async def test_a_dark_house_beside_a_question_of_plans_is_reported_afterwards(service: FakeService) -> None:
    service.area = AREA
    customer, _ = await ask("明天停不停电 我家现在客厅也没电", "ask_planned_outage", address="海韵花园")
    assert customer.slots["own_wish"]["text"] == "我家现在客厅也没电"


async def test_who_says_that_his_house_is_dark_still_gets_his_report(service: FakeService) -> None:
    service.area, service.outages = AREA, [{**FAULT, "ended_at": "2026-11-24T09:50:00+08:00"}]
    customer, _ = await ask("海韵花园不是说来电了吗 我家还没有", address="海韵花园")
    assert customer.slots["own_wish"]["text"].startswith("/report_outage_home")


@pytest.mark.parametrize(
    ("words", "place"), [("1号楼2单元201", "1号楼2单元201"), ("没跳闸", ""), ("邻居都来电了", "")]
)
async def test_a_door_or_a_switch_after_the_offer_of_a_report_takes_it_up(
    words: str, place: str, service: FakeService
) -> None:
    service.area, service.outages = AREA, [{**FAULT, "ended_at": "2026-11-24T09:50:00+08:00"}]
    customer, _ = await ask("海韵花园来电没", address="青口镇海韵花园")
    await customer.hear(Inform(), words, "inform", **({"address": place} if place else {}))
    assert customer.followed == "outage_form"


async def test_a_place_alone_where_an_outage_goes_on_gets_it_told(service: FakeService) -> None:
    customer = Talk.before(Inform())
    assert "报修" in await customer.answer("海韵花园", "inform", address="海韵花园")
    service.area, service.outages = AREA, [FAULT]
    await customer.answer("海韵花园", "inform", address="海韵花园")
    assert customer.followed == "area_form"


async def test_switches_after_a_place_alone_begin_the_report(service: FakeService) -> None:
    customer = Talk.before(Inform())
    await customer.answer("赣马镇王楼村", "inform", address="赣马镇王楼村")
    await customer.answer("隔壁有电", "inform")
    assert customer.followed == "outage_form"


@pytest.mark.parametrize("words", ["破游戏打到一半断电 心态崩了", "打游戏打一半停电了"])
async def test_supply_that_breaks_off_is_reported_whatever_he_was_at(
    words: str, service: FakeService
) -> None:
    customer = Talk.before(OutOfScope())
    await customer.answer(words, "out_of_scope")
    assert customer.followed == "outage_form"


@pytest.mark.parametrize("words", ["我家灯又闪了", "又来了 又闪了"])
async def test_lamps_that_flicker_again_are_no_supply_that_is_back(words: str, service: FakeService) -> None:
    for action, intent in ((PowerBack(), "report_power_back"), (Repeat(), "repeat")):
        customer = Talk.before(action)
        await customer.answer(words, intent)
        assert customer.followed == "voltage_form"


async def test_the_end_of_a_plan_sounds_like_a_goodbye(service: FakeService) -> None:
    service.area, service.planned = AREA, [{**FAULT, "kind": "计划停电"}]
    customer, _ = await ask("海韵花园明天停不停", "ask_planned_outage", address="青口镇海韵花园")
    await customer.hear(Goodbye(), "几点结束", "goodbye")
    assert customer.followed == "area_form"


async def test_a_plan_just_told_is_not_told_again_in_full(service: FakeService) -> None:
    customer = await plan_told(service)
    said = await customer.say("几点恢复", "ask_outage_info")
    assert "还是刚才说的安排" in said and "现在没有" not in said


async def test_a_day_without_a_plan_is_said_to_be_one(service: FakeService) -> None:
    customer = await plan_told(service)
    said = await customer.say("那明天停吗", "ask_planned_outage")
    assert "明天没有已公布的停电" in said and "后天" in said


async def test_a_plan_that_was_read_of_is_no_dark_house(service: FakeService) -> None:
    customer, _ = await ask("我看到通知说后天停电 几点开始", "ask_planned_outage")
    assert customer.slots["own_wish"] is None


async def plan_told(service: FakeService) -> Talk:
    plan = {
        "kind": "计划停电",
        "start": "2026-11-26T07:00:00+08:00",
        "expected_end": "2026-11-26T18:00:00+08:00",
    }
    service.area, service.planned = AREA, [{**FAULT, **plan}]
    customer, _ = await ask("后天停电吗", "ask_planned_outage", address="青口镇海韵花园")
    return customer


async def test_an_hour_without_a_day_asks_of_the_plan_just_told(service: FakeService) -> None:
    """“6点半开始?” was answered with: today nothing is planned."""
    service.area = AREA
    service.planned = [
        {
            **FAULT,
            "kind": "计划停电",
            "start": "2026-11-30T06:30:00+08:00",
            "expected_end": "2026-11-30T12:30:00+08:00",
        }
    ]
    customer, _ = await ask("下周海韵花园停电吗", "ask_planned_outage", address="青口镇海韵花园")
    said = await customer.say("6点半开始? 到几点", "ask_planned_outage")
    assert "今天" not in said and "12:30" in said


async def test_the_village_of_the_report_is_kept_beside_its_town(service: FakeService) -> None:
    """The town alone had been understood in the words, and all its outages were listed."""
    service.area, service.outages = AREA, [FAULT]
    customer = Talk(AreaForm(), AskOutageInfo())
    customer.heard("我是青口镇的 没电了", "report_outage_home", address="青口镇")
    customer.heard("海韵花园", "inform")
    customer.slots["outage_place_before"] = PLACE
    await customer.say("那你说几点来", "ask_outage_info")
    assert customer.slots["outage_place_before"] == PLACE
