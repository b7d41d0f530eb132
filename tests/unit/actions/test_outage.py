"""A report of an outage: few questions, known outages, earlier reports, arrears, special cases, a utility that is away."""

from __future__ import annotations

from typing import Any

import pytest

from actions.account import AccountForm, AskAccountNo
from actions.outage import OutageForm
from actions.outage_back import PowerBack
from actions.outage_done import OutageDone
from actions.outage_questions import AskOutageAddress, AskOutageAgain, AskOutageConfirm
from actions.outage_special import sensitive_in
from tests.unit.actions import demo_accounts
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
PHONE = "13812341234"
PLACE = "青口镇海韵花园6号楼2单元201室"
AREA = {"name": "青口镇海韵花园", "estate": "海韵花园", "village": "", "road": ""}
FAULT: dict[str, Any] = {
    "id": "F1",
    "kind": "故障停电",
    "places": ["青口镇海韵花园"],
    "cause": None,
    "start": "2026-11-24T09:00:00+08:00",
    "expected_end": "2026-11-24T12:00:00+08:00",
    "source": "抢修人员",
    "updated_at": "2026-11-24T09:30:00+08:00",
    "ended_at": None,
}


def ticket(number: str = "GD1", status: str = "派单", **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "topic": "outage_home",
        "status": status,
        "customer_status": "已派单",
        "address": PLACE,
        "phone": PHONE,
        "moves": ["撤销"],
        "urges": 0,
        "biz_type": "故障报修",
        "customer_times": {},
        **more,
    }


def talk() -> Talk:
    return Talk(OutageForm(), OutageDone(), AskOutageAddress(), AskOutageAgain(), AskOutageConfirm())


async def begin(words: str = "家里没电了", **entities: Any) -> tuple[Talk, str]:
    customer = talk()
    return customer, await customer.say(words, "report_outage_home", **entities)


async def test_a_report_takes_five_questions_and_no_account(service: FakeService) -> None:
    customer, said = await begin()
    asked = [customer.asked]
    for words, entities in (
        (PLACE, {"address": PLACE}),
        ("邻居有电", {}),
        ("没跳", {}),
        (PHONE, {"phone": PHONE}),
    ):
        said += await customer.say(words, **entities)
        asked.append(customer.asked)
    said += await customer.tap("对，登记报修")
    assert asked == [
        "outage_address",
        "outage_neighbours",
        "outage_breaker",
        "outage_phone",
        "outage_confirm",
    ]
    assert service.made[0]["topic"] == "outage_home" and service.made[0]["phone"] == PHONE
    assert "户号" not in said and "欠费复电" in said


async def test_a_known_outage_that_is_not_his_takes_five_questions_too(service: FakeService) -> None:
    service.area, service.outages = AREA, [FAULT]
    customer, said = await begin(address=PLACE)
    assert "预计12:00恢复，以现场为准（抢修人员，09:30更新）" in said
    await customer.tap("不一样，给我报修")
    assert customer.asked == "outage_breaker", "his neighbours were told of already"
    await customer.say("没跳")
    await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记报修")
    assert service.made[0]["details"]["已知停电"] == "F1" and service.watched == []


async def test_two_known_outages_are_both_told_and_both_waited_for(service: FakeService) -> None:
    service.area, service.outages = (
        AREA,
        [FAULT, {**FAULT, "id": "P1", "kind": "计划停电", "expected_end": None}],
    )
    customer, said = await begin(address=PLACE)
    assert "故障停电" in said and "计划停电" in said and "恢复时间暂无" in said
    said = await customer.say("一样")
    assert service.watched == ["F1", "P1"] and service.made == [] and "恢复送电后我会告诉您" in said


async def test_an_ended_outage_is_no_answer_to_a_dark_house(service: FakeService) -> None:
    service.area, service.outages = AREA, [{**FAULT, "ended_at": "2026-11-24T09:50:00+08:00"}]
    customer, said = await begin(address=PLACE)
    assert "恢复" not in said and customer.asked == "outage_neighbours"


async def test_an_estimate_that_has_passed_is_none(service: FakeService) -> None:
    service.area, service.outages = AREA, [{**FAULT, "expected_end": "2026-11-24T09:45:00+08:00"}]
    _, said = await begin(address=PLACE)
    assert "已经过了，新的时间暂无" in said and "以现场为准" not in said


async def test_the_utility_away_costs_no_report(service: FakeService) -> None:
    service.down = True
    customer, said = await begin(address=PLACE)
    assert "不耽误报修" in said and customer.asked == "outage_neighbours"
    await customer.say("邻居有电")
    await customer.say("没跳")
    await customer.say(PHONE, phone=PHONE)
    assert "工单号" in await customer.tap("对，登记报修")
    assert service.made[0]["address"] == PLACE


@pytest.mark.parametrize(
    ("words", "first", "case"),
    [
        ("家里没电，老父亲用着制氧机", "备用电池或氧气瓶", "life_support"),
        ("虾塘这边没电了，增氧机不转", "备用增氧设备", "aquaculture"),
        ("我们加油站没电了", "油气区里别开关任何电器", "petrol_station"),
    ],
)
async def test_special_cases_hear_the_first_words_and_get_a_person_at_once(
    service: FakeService, words: str, first: str, case: str
) -> None:
    customer, said = await begin(words)
    assert said.index(first) < said.index("哪里")
    assert customer.handed[0]["urgent"] and customer.handed[0]["keep_bot"]
    await customer.say(PLACE, address=PLACE)
    assert customer.asked == "outage_phone", "nobody asks him about switches"
    await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记报修")
    assert service.made[0]["sensitive"] == [case]
    assert customer.handed[0]["packet"]["tickets"] == ["GD202611240001"]


async def test_a_special_case_told_with_another_answer_counts(service: FakeService) -> None:
    customer, _ = await begin(address=PLACE)
    said = await customer.say("没注意，家里就一个瘫痪的老人")
    assert customer.handed and "没对上" not in said and customer.asked == "outage_phone"


@pytest.mark.parametrize("words", ["没有呼吸机", "不是医院", "就在加油站对面", "医院后面那栋"])
async def test_denied_cases_and_landmarks_are_no_cases(words: str) -> None:
    assert sensitive_in(words) == []


async def test_an_open_report_is_asked_about_and_joined(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer, said = await begin()
    assert "工单GD1" in said and customer.asked == "outage_again"
    said = await customer.say("对，就是那里")
    assert service.made == [] and service.notes[0]["text"] == "对，就是那里" and "不用再报" in said


async def test_still_no_supply_needs_no_question(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer, said = await begin("怎么还是没电")
    assert customer.asked is None and "不用再报" in said and service.notes[0]["text"] == "怎么还是没电"


async def test_a_finished_report_is_taken_up_again(service: FakeService) -> None:
    service.tickets = [ticket(status="办结", moves=["重办"])]
    _, said = await begin("又停电了")
    assert service.moved == {"GD1": "reopen"} and "重新派出去" in said


async def test_another_place_is_another_report_with_the_known_phone(service: FakeService) -> None:
    service.tickets = [ticket()]
    customer, _ = await begin()
    await customer.say("不是，是我妈家")
    assert customer.asked == "outage_address"
    await customer.say("她家没电了", "report_outage_home")
    assert customer.asked == "outage_address", "not asked again which report it is"
    other = "海头镇东河村3组"
    await customer.say(other, address=other)
    await customer.say("邻居有电")
    said = await customer.say("没跳")
    assert customer.asked == "outage_confirm" and "138****1234" in said


async def test_out_again_after_a_withdrawn_report_starts_from_its_place(service: FakeService) -> None:
    service.tickets = [ticket(status="撤销", moves=[])]
    customer, said = await begin("又停电了")
    assert PLACE in said and customer.asked == "outage_neighbours"


async def test_arrears_are_told_to_the_verified_only_and_once(service: FakeService) -> None:
    account = await demo_accounts.known(service, demo_accounts.CUT)
    customer, said = await begin()
    assert "因为欠费停了电" in said and customer.asked is None and service.made == []
    assert "已经交清，登记复电" in [button["title"] for button in customer.buttons]
    said = await customer.say("不是欠费，给我报修", "report_outage_home")
    assert customer.asked == "outage_neighbours" and customer.slots["outage_address"] == account.address.text


async def test_a_stranger_at_the_same_place_hears_nothing_of_arrears(service: FakeService) -> None:
    account = await demo_accounts.hide(service, demo_accounts.CUT)
    customer, said = await begin(address=account.address.text)
    assert "欠费" not in said and customer.asked == "outage_neighbours"


async def test_several_accounts_are_offered_as_places(service: FakeService) -> None:
    service.add_account("3200001888001", "青口镇望海名都3号楼2单元502室")
    service.add_account("3200013888003", "宋庄镇小兴庄村2组18号")
    customer, said = await begin()
    assert "502" not in said and len(customer.buttons) == 2
    await customer.tap(customer.buttons[1]["title"])
    assert customer.slots["outage_address"] == "宋庄镇小兴庄村2组18号"
    assert customer.slots["outage_account"] == "3200013888003"


async def test_a_key_customer_alerts_staff(service: FakeService) -> None:
    service.add_account("3200003888010", PLACE, service_level="重点")
    customer, _ = await begin()
    assert customer.handed[0]["urgent"]
    for words in ("邻居有电", "没跳", "不留"):
        await customer.say(words)
    await customer.tap("对，登记报修")
    assert service.made[0]["account_no"] == "3200003888010"


async def test_half_a_house_dark_means_the_main_switch_first_and_an_urgent_ticket(
    service: FakeService,
) -> None:
    customer = talk()
    said = await customer.say("家里一半有电一半没电", "report_outage_partial")
    assert said.index("总开关") < said.index("哪里") and "零线" not in said
    await customer.say(PLACE, address=PLACE)
    assert customer.asked == "outage_phone"
    await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记报修")
    assert service.made[0]["danger"] and service.made[0]["topic"] == "outage_partial" and customer.handed


async def test_photos_are_no_answer_and_no_miss_and_go_to_the_ticket(service: FakeService) -> None:
    customer, _ = await begin(address=PLACE)
    for photo in ("media1", "media2", "media3"):
        said = await customer.say("", "send_picture", media=photo)
        assert "照片收到了" in said and "没对上" not in said and "转人工" not in said
    await customer.say("有")
    await customer.say("没跳")
    assert "照片：3张" in await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记报修")
    assert service.made[0]["media"] == ["media1", "media2", "media3"]
    assert customer.slots["pictures"] is None


async def test_supply_that_comes_back_in_mid_report_ends_it(service: FakeService) -> None:
    customer, _ = await begin(address=PLACE)
    said = await customer.hear(PowerBack(), "不报了，来电了", "report_power_back")
    assert "没有登记" in said and customer.slots["outage_address"] is None and service.made == []


async def test_a_time_in_another_wish_is_no_answer(service: FakeService) -> None:
    customer, _ = await begin()
    said = await customer.say("先看下这个月电费多少", "query_bill", time="这个月")
    assert customer.rejected and "记下" not in said


@pytest.mark.parametrize("words", ["123", "0"])
async def test_a_bare_number_is_no_place(words: str, service: FakeService) -> None:
    customer, _ = await begin()
    await customer.say(words)
    assert customer.asked == "outage_address"


async def test_a_town_alone_is_asked_for_the_rest_once(service: FakeService) -> None:
    customer, _ = await begin()
    assert "青口镇的哪里" in await customer.say("青口镇", address="青口镇")
    await customer.say("黄海路12号", address="黄海路12号")
    assert customer.slots["outage_address"] == "青口镇黄海路12号"
    customer, _ = await begin()
    for _ in range(2):
        await customer.say("青口镇", address="青口镇")
    assert customer.slots["outage_address"] == "青口镇" and customer.asked == "outage_neighbours"


async def test_a_moment_is_no_yes_to_a_known_outage_and_lit_neighbours_are_a_no(service: FakeService) -> None:
    service.area, service.outages = AREA, [FAULT]
    customer, _ = await begin(address=PLACE)
    assert customer.asked == "outage_same"
    await customer.say("等会儿，我打给他")
    assert customer.slots["outage_same"] is None
    await customer.say("邻居有电")
    assert customer.slots["outage_same"] == "other" and customer.asked == "outage_breaker"


@pytest.mark.parametrize("part", ["3号楼", "3号楼2单元502室", "西边那家"])
async def test_a_place_without_a_name_is_asked_for_it_and_kept(part: str, service: FakeService) -> None:
    customer, _ = await begin()
    said = await customer.say(part, address=part)
    assert "还差小区" in said and "哪个小区" in said
    await customer.say("青口镇海韵花园", address="青口镇海韵花园")
    assert (
        customer.slots["outage_address"] == f"青口镇海韵花园{part}" and customer.asked == "outage_neighbours"
    )


async def test_a_town_and_a_door_have_no_name_yet(service: FakeService) -> None:
    customer, _ = await begin("青口停电了", address="青口镇")
    await customer.say("3号楼", address="3号楼")
    assert customer.asked == "outage_address"
    await customer.say("海韵花园", address="海韵花园")
    assert customer.slots["outage_address"] == "青口镇海韵花园3号楼" and not customer.slots["outage_part"]


async def test_a_long_story_that_tells_all_is_asked_for_the_phone_only(service: FakeService) -> None:
    words = f"冰箱不响了，看了电箱，开关都是推上去的好好的，又问了隔壁老李，他家的灯是亮的，我家在{PLACE}，快点派人"
    customer, _ = await begin(words, address=PLACE)
    assert customer.asked == "outage_phone"


@pytest.mark.parametrize(
    ("words", "neighbours"),
    [
        ("隔壁有电，我家没电", "lit"),
        ("隔壁老李，他家也没电", "dark"),
        ("楼道灯不亮", "dark"),
        ("对门正常", "lit"),
        ("邻居没停", "lit"),
        ("隔壁没有停电", "lit"),
    ],
)
async def test_neighbours_are_read_out_of_a_sentence(
    words: str, neighbours: str, service: FakeService
) -> None:
    customer, _ = await begin(address=PLACE)
    await customer.say(words)
    assert customer.slots["outage_neighbours"] == neighbours


async def test_a_dark_room_is_no_dark_neighbourhood(service: FakeService) -> None:
    customer, _ = await begin("屋里漆黑一片", address=PLACE)
    assert customer.asked == "outage_neighbours"
    await customer.say("没跳")
    assert customer.slots["outage_neighbours"] is None and customer.slots["outage_breaker"] == "fine"


async def test_a_whole_village_said_later_widens_the_report(service: FakeService) -> None:
    customer, _ = await begin("没电")
    said = await customer.say("全村")
    assert customer.slots["outage_scope"] == "area" and "没对上" not in said


async def test_what_is_said_again_is_not_called_misunderstood(service: FakeService) -> None:
    customer, _ = await begin(address=PLACE)
    said = await customer.say("全家都没")
    assert "记下了" in said and "没对上" not in said and customer.asked == "outage_neighbours"


async def test_a_fallen_switch_is_not_asked_about_the_neighbours(service: FakeService) -> None:
    customer = talk()
    await customer.say(f"空开推不上去，{PLACE}", "report_trip", address=PLACE)
    assert customer.asked == "outage_phone"


@pytest.mark.parametrize("words", ["好的知道了，继续报修吧", "算了，先报修吧"])
async def test_going_on_is_no_miss_and_no_giving_up(words: str, service: FakeService) -> None:
    customer, _ = await begin(address=PLACE)
    said = await customer.say(words, "cancel" if "算了" in words else "inform")
    assert not customer.rejected and customer.asked == "outage_neighbours" and "没对上" not in said


@pytest.mark.parametrize("words", ["不继续报了", "算了，不用接着办了"])
async def test_not_going_on_gives_up(words: str, service: FakeService) -> None:
    customer, _ = await begin(address=PLACE)
    await customer.say(words, "cancel")
    assert customer.rejected


async def test_one_number_of_the_place_is_put_right_at_the_card(service: FakeService) -> None:
    place = "青口镇黄海路66号1单元202室"
    customer, _ = await begin(f"我家停电，{place}", address=place)
    for words in ("有", "没跳"):
        await customer.say(words)
    await customer.say(PHONE, phone=PHONE)
    assert "黄海路68号" in await customer.say("门牌不对，66改成68", "correct_slot")


async def test_the_card_keeps_the_landmark_that_the_address_lost(service: FakeService) -> None:
    customer, _ = await begin("小区停电")
    await customer.say("时代广场对面的锦绣江南", address="时代广场")
    await customer.say("整个小区")
    assert "您说的：时代广场对面的锦绣江南" in await customer.say(PHONE, phone=PHONE)


async def test_a_hen_house_gets_its_advice_and_no_questions_about_switches(service: FakeService) -> None:
    customer, said = await begin("养鸡场断电，几千只鸡要闷死了", address=PLACE)
    assert "通风" in said and customer.handed[0]["urgent"] and customer.asked == "outage_phone"
    await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记报修")
    assert service.made[0]["sensitive"] == ["livestock"]


@pytest.mark.parametrize("words", ["我妈一个人住，家里没电", "奶奶独自在家停电了"])
async def test_a_parent_alone_is_a_special_case(words: str) -> None:
    assert sensitive_in(words) == ["elderly_alone"]


async def test_paid_already_goes_to_the_ticket(service: FakeService) -> None:
    customer, _ = await begin(address=PLACE)
    said = await customer.say("电费已经交了", "pay_problem")
    assert not customer.rejected and "没对上" not in said
    for words in ("有", "没跳"):
        await customer.say(words)
    await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记报修")
    assert service.made[0]["details"]["交费"] == "客户说电费已交"


async def test_lit_neighbours_narrow_a_report_of_a_village(service: FakeService) -> None:
    customer = talk()
    await customer.say(f"小区停电了，我在{PLACE}", "report_outage_area", address=PLACE)
    assert customer.asked == "outage_phone"
    said = await customer.say("稍等我看看")
    assert "没对上" not in said and customer.asked == "outage_phone"
    await customer.say("回来了，隔壁有电")
    assert customer.slots["outage_scope"] == "home" and customer.asked == "outage_breaker"


async def test_a_phone_is_declined_in_two_words(service: FakeService) -> None:
    customer = talk()
    await customer.say("全村停电", "report_outage_area", address=PLACE)
    assert "不留" in await customer.say("不方便")


@pytest.mark.parametrize("words", ["不知道", "说不清"])
async def test_who_cannot_tell_more_than_the_town_goes_on(words: str, service: FakeService) -> None:
    customer, _ = await begin()
    await customer.say("青口", address="青口镇")
    await customer.say(words, "repeat", sure=0.51)
    assert customer.slots["outage_address"] == "青口镇" and customer.asked == "outage_neighbours"


async def test_a_correction_or_a_story_is_not_shown_as_a_place(service: FakeService) -> None:
    customer, _ = await begin("帮我妈报个修，家里没电，她在黑林镇富林村一组", address="黑林镇富林村一组")
    await customer.say("邻居有电")
    await customer.say("没跳")
    assert "您说的" not in await customer.say(PHONE, phone=PHONE)


async def test_on_with_the_report_leaves_what_interrupted_it(service: FakeService) -> None:
    customer = Talk(AccountForm(), OutageDone(), AskAccountNo())
    await customer.say("这个月电费多少", "query_bill")
    customer.slots["paused_form"] = "outage_form"
    await customer.say("算了，先报修吧")
    assert customer.rejected and customer.followed == "action_cancel"


async def test_a_phone_that_is_not_left_is_no_giving_up(service: FakeService) -> None:
    customer = talk()
    await customer.say("全村停电", "report_outage_area", address=PLACE)
    assert "不留" in await customer.say("不留了", "cancel") and not customer.rejected


async def test_who_tells_one_thing_after_the_other_is_not_led_away(service: FakeService) -> None:
    customer, _ = await begin()
    for words in (PHONE, "邻居有电", "没跳闸"):
        said = await customer.say(words, **({"phone": PHONE} if words == PHONE else {}))
        assert "没帮到点子上" not in said and customer.asked == "outage_address"


async def test_half_a_phone_number_is_told_how_long_one_is(service: FakeService) -> None:
    customer = talk()
    await customer.say("全村停电", "report_outage_area", address=PLACE)
    assert "11位手机号" in await customer.say("138 1234", "inform") and customer.asked == "outage_phone"


async def test_a_phone_told_in_pieces_is_put_together(service: FakeService) -> None:
    customer = talk()
    await customer.say("全村停电", "report_outage_area", address=PLACE)
    for piece in ("前面是138 0000", "后面是"):
        await customer.say(piece)
        assert customer.asked == "outage_phone"
    customer = talk()
    await customer.say("全村停电", "report_outage_area", address=PLACE)
    for piece in ("138", "0000"):
        assert "没帮到点子上" not in await customer.say(piece) and customer.asked == "outage_phone"
    await customer.say("5555")
    assert customer.slots["outage_phone"] == "13800005555"


async def test_digits_of_a_place_told_beside_the_phone_are_noted(service: FakeService) -> None:
    customer = talk()
    await customer.say("全村停电", "report_outage_area", address=PLACE)
    said = await customer.say("不是201，是301室", "correct_slot", address=PLACE.replace("201", "301"))
    assert "记下了" in said and "11位" not in said


async def test_a_bare_yes_calls_no_person(service: FakeService) -> None:
    customer = talk()
    await customer.say("全村停电", "report_outage_area", address=PLACE)
    for words in ("一般般", "就那样"):
        assert "请工作人员来" not in await customer.say(words, "inform")
    assert "请工作人员来" in await customer.say("还凑合", "inform")
    await customer.say("对", "affirm")
    assert not customer.rejected and customer.followed is None and customer.is_open


async def test_first_another_matter_is_that_matter(service: FakeService) -> None:
    customer, _ = await begin(address=PLACE)
    await customer.say("先办过户要带什么", "transfer_rename")
    assert customer.rejected


async def test_a_supply_that_is_back_ends_the_report_whatever_the_switch_did(service: FakeService) -> None:
    customer, _ = await begin(address=PLACE)
    await customer.say("邻居有", outage_neighbours="lit")
    assert customer.asked == "outage_breaker"
    await customer.say("跳了 推上去了 好了来电了", "report_power_back", sure=1.0)
    assert customer.rejected and customer.slots["outage_breaker"] is None
