"""Inside a guide: questions are answered from the card or kept for staff, the business stays, places and names are not lost."""

from __future__ import annotations

import pytest

from actions.business import Business, BusinessDone, BusinessForm
from actions.business_reading import asks_fees
from actions.business_view import AskBusinessConfirm, AskBusinessNext, AskBusinessSubject
from actions.key_customer import AskKeyConfirm, KeyCustomer, KeyDone, KeyForm
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio
PHONE = "13812341234"
OPENINGS = {
    "rename": ("户名写错一个字 张伟写成张炜", "transfer_rename"),
    "split_merge": ("两兄弟分家 一块表 想分开", "new_or_capacity"),
    "transfer": ("二手房过户", "transfer_rename"),
    "new_home": ("自建房要装个电表", "new_or_capacity"),
    "new_business": ("开店要三相电", "new_or_capacity"),
    "capacity": ("我要增容", "new_or_capacity"),
    "pause": ("房子不住了，想报停", "new_or_capacity"),
    "close": ("我要销户", "new_or_capacity"),
    "move_meter": ("我要移表", "new_or_capacity"),
    "charger": ("车位装充电桩", "ev_solar"),
    "solar": ("屋顶装光伏", "ev_solar"),
    "temporary": ("接个临时电", "new_or_capacity"),
}


async def opened(subject: str) -> Talk:
    asks = (AskBusinessSubject(), AskBusinessNext(), AskBusinessConfirm())
    customer = Talk(BusinessForm(), BusinessDone(), *asks, first=Business())
    await customer.say(*OPENINGS[subject])
    assert customer.slots["business_subject"] == subject
    return customer


@pytest.mark.parametrize(
    ("subject", "question", "intent", "sure", "told"),
    [
        ("transfer", "房产证还没下来，只有购房合同行不行", "transfer_rename", 0.9, "购房合同"),
        ("transfer", "原来那个房东联系不上了怎么办", "transfer_rename", 0.9, "联系不上"),
        ("transfer", "他以前要是欠电费呢 要我还吗", "arrears_reconnect", 0.64, "结清"),
        ("transfer", "继承公证要不要", "transfer_rename", 0.99, "公证"),
        ("transfer", "我们兄弟三个呢 要都去吗", "transfer_rename", 0.55, "继承人"),
        ("transfer", "要他来吗", "nlu_fallback", 0.66, "到场"),
        ("transfer", "死亡证明要不要", "transfer_rename", 0.51, "去世"),
        ("transfer", "过户以后阶梯会清零吗", "ask_tier", 0.8, "阶梯电量重新算"),
        ("new_home", "那我先搭邻居家的电行不行", "report_theft", 0.53, "不安全"),
        ("new_home", "没有房产证 只有宅基地证行吗", "new_or_capacity", 0.9, "宅基地"),
        ("new_business", "居民的不给装三相吗", "new_or_capacity", 0.91, "家里也可以申请"),
        ("new_business", "那要单独的表 是吧", "ev_solar", 0.87, "单独装一块表"),
        ("new_business", "老百姓磨面是不是农业电", "new_or_capacity", 0.55, "看用途"),
        ("capacity", "够不够用", "query_bill", 0.81, "功率"),
        ("pause", "基本电费还收吗", "new_or_capacity", 0.59, "基本电费"),
        ("pause", "冰箱空着呢 一停电费还要交吗", "pay_how", 0.46, "没用电"),
        ("close", "账上还有两百多块钱能退不", "pay_problem", 0.89, "按规定退"),
        ("solar", "每月还八百 发电收一千", "bill_high", 0.95, "不放贷款"),
        ("solar", "签了个贷款 要是不还咋办", "ev_solar", 0.9, "不放贷款"),
        ("close", "要我自己去拆表吗", "new_or_capacity", 0.8, "不用您拆"),
        ("move_meter", "自己挪行不行 我会电工", "new_or_capacity", 0.42, "不能自己动"),
        ("solar", "那我要不要签", "nlu_fallback", 0.7, "别急着签"),
        ("solar", "自己用不完的话呢", "ev_solar", 0.79, "反向"),
        ("charger", "我家是农村自建房，没有车位证明行吗", "new_or_capacity", 0.81, "宅基地"),
        ("transfer", "房东不肯出证明", "new_or_capacity", 0.44, "营业厅看过材料"),
        ("charger", "小区物业不同意", "ev_solar", 0.73, "同意安装的证明"),
        ("new_business", "我是租的厂房，房东名字的", "inform", 0.61, "房东同意"),
        ("transfer", "原房主在国外回不来怎么办", "out_of_scope", 0.44, "营业厅看过材料"),
        ("close", "钱什么时候退", "pay_problem", 0.83, "营业厅"),
        ("temporary", "从隔壁邻居接行不行", "nlu_fallback", 0.6, "不安全"),
    ],
)
async def test_a_question_that_the_guide_answers_is_answered(
    service: FakeService, subject: str, question: str, intent: str, sure: float, told: str
) -> None:
    customer = await opened(subject)
    said = await customer.say(question, intent, sure=sure)
    assert not customer.rejected and told in said and customer.asked == "business_next"
    assert customer.slots["business_subject"] == subject


async def test_a_question_without_an_answer_is_kept_and_shown_and_goes_into_the_ticket(
    service: FakeService,
) -> None:
    customer = await opened("transfer")
    said = await customer.say("孩子还没成年行不行", "nlu_fallback", sure=0.6)
    assert "拿不准" in said
    await customer.say("登记吧")
    await customer.say("青口镇金榆小区3号楼502", address="青口镇金榆小区3号楼502")
    assert "孩子还没成年行不行" in await customer.say(PHONE, phone=PHONE)
    await customer.tap("对，登记")
    assert service.made[0]["details"]["客户还想问"] == "孩子还没成年行不行"


async def test_a_detail_is_noted_for_the_ticket(service: FakeService) -> None:
    customer = await opened("capacity")
    said = await customer.say("三个空调一个电热水器", "inform", sure=0.52)
    assert "记下了" in said and "三个空调" in customer.slots["business_words"]


async def test_another_sure_wish_is_left_to_the_rules(service: FakeService) -> None:
    customer = await opened("transfer")
    for words, intent in (("我家没电了", "report_outage_home"), ("这个月电费多少", "query_bill")):
        await customer.say(words, intent)
        assert customer.rejected


async def test_a_place_and_a_phone_are_acknowledged_and_lead_to_the_card(service: FakeService) -> None:
    customer = await opened("temporary")
    assert "地址记下了" in await customer.say("欢墩镇吴山村", address="欢墩镇吴山村")
    said = await customer.say("电话13322221111", phone="13322221111")
    assert customer.asked == "business_confirm" and "欢墩镇吴山村" in said


@pytest.mark.parametrize(
    ("subject", "words", "intent"),
    [
        ("charger", "他们说变压器容量不够", "new_or_capacity"),
        ("pause", "315的变压器", "new_or_capacity"),
        ("temporary", "水泵4千瓦", "inform"),
        ("solar", "光伏大概能装多少千瓦", "new_or_capacity"),
        ("capacity", "是不是要换三相", "new_or_capacity"),
        ("transfer", "名字打错了要紧吗", "transfer_rename"),
    ],
)
async def test_one_word_does_not_change_the_business(
    service: FakeService, subject: str, words: str, intent: str
) -> None:
    customer = await opened(subject)
    await customer.say(words, intent)
    assert customer.slots["business_subject"] == subject


@pytest.mark.parametrize(
    ("subject", "words", "intent", "other"),
    [
        ("transfer", "不是过户 就是公司名称变了", "transfer_rename", "rename"),
        ("capacity", "不是增容 我说错了 是过户", "correct_slot", "transfer"),
        ("charger", "那报停怎么办", "new_or_capacity", "pause"),
        ("transfer", "不是，是要移表", "new_or_capacity", "move_meter"),
    ],
)
async def test_a_business_that_is_named_takes_its_place(
    service: FakeService, subject: str, words: str, intent: str, other: str
) -> None:
    customer = await opened(subject)
    await customer.say(words, intent)
    assert customer.slots["business_subject"] == other


async def test_the_business_is_put_right_on_the_card(service: FakeService) -> None:
    customer = await opened("capacity")
    await customer.say("登记")
    await customer.say("青口镇金榆小区3号楼502", address="青口镇金榆小区3号楼502")
    await customer.say(PHONE, phone=PHONE)
    assert "要办的事：过户" in await customer.say("不是增容 我说错了 是过户", "correct_slot")


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("俺想给俺家那个表换成俺儿的名字咋弄", "transfer"),
        ("以前是我爸的名字，能不能改成我妈的", "transfer"),
        ("户名变更成我儿子", "transfer"),
        ("电表想写我老婆名字", "transfer"),
        ("户主改成我弟弟", "transfer"),
        ("我的名字登错了一个字", "rename"),
        ("还是同一个人，改了名字", "rename"),
        ("我要改户名", None),
    ],
)
async def test_another_persons_name_is_a_transfer(
    service: FakeService, words: str, subject: str | None
) -> None:
    customer = Talk(BusinessForm(), BusinessDone(), AskBusinessSubject(), AskBusinessNext(), first=Business())
    await customer.say(words, "transfer_rename")
    assert customer.slots["business_subject"] == subject


async def test_the_choice_is_explained_once_and_never_repeated_word_for_word(service: FakeService) -> None:
    customer = Talk(BusinessForm(), BusinessDone(), AskBusinessSubject(), AskBusinessNext(), first=Business())
    first = await customer.say("我要改户名", "transfer_rename")
    assert not any("进度" in button["title"] for button in customer.buttons)
    second = await customer.say("俺不识几个字 你简单说", "repeat", sure=0.56)
    assert "同一个人" in second and first not in second
    third = await customer.say("行不行嘛", "affirm", sure=0.75)
    assert third.startswith("过户") and customer.asked == "business_next"


async def test_a_part_asked_at_the_choice_is_told(service: FakeService) -> None:
    customer = Talk(BusinessForm(), BusinessDone(), AskBusinessSubject(), AskBusinessNext(), first=Business())
    await customer.say("我要改户名", "transfer_rename")
    assert "营业厅" in await customer.say("在哪个地方办", "pay_how", sure=0.5)


@pytest.mark.parametrize(
    ("words", "entities", "name"),
    [
        ("张师傅 13812341234", {"phone": PHONE, "person": "张师傅"}, "张师傅"),
        ("13812341234 胡", {"phone": PHONE}, "胡"),
        ("我姓孙 13812341234", {"phone": PHONE, "person": "孙"}, "孙"),
        ("欣荣食品 13812341234 李会计", {"phone": PHONE, "person": "李会计"}, "李会计"),
        ("联系人刘工 13812341234", {"phone": PHONE}, "刘工"),
        ("联系人：周会计 13812341234", {"phone": PHONE}, "周会计"),
        ("找王主任 13812341234", {"phone": PHONE}, "王主任"),
        ("我叫王五 13812341234", {"phone": PHONE}, "王五"),
        ("换成13812341234", {"phone": PHONE}, None),
        (PHONE, {"phone": PHONE}, None),
    ],
)
async def test_a_name_beside_the_phone_is_kept(
    service: FakeService, words: str, entities: dict[str, str], name: str | None
) -> None:
    customer = await opened("transfer")
    await customer.say("登记")
    await customer.say("青口镇金榆小区3号楼502", address="青口镇金榆小区3号楼502")
    said = await customer.say(words, **entities)
    assert ("称呼" in said) == bool(name)
    await customer.tap("对，登记")
    assert service.made[0]["contact_name"] == name


async def test_a_phone_beside_a_dashed_door_is_seen(service: FakeService) -> None:
    customer = await opened("charger")
    await customer.say("登记")
    place = "金山镇金山花园3-2-201"
    said = await customer.say(f"{place} 13477778888 胡", address=place)
    assert customer.asked == "business_confirm" and "称呼：胡" in said


async def test_a_name_given_later_is_put_on_the_card(service: FakeService) -> None:
    customer = await opened("capacity")
    await customer.say("登记 青口镇黄海路88号老王饭店", address="青口镇黄海路88号")
    await customer.say(PHONE, phone=PHONE)
    assert "称呼：王" in await customer.say("王", "nlu_fallback", sure=0.5)
    await customer.tap("对，登记")
    assert "老王饭店" in service.made[0]["details"]["客户原话"]


async def test_fees_are_told_once_a_message(service: FakeService) -> None:
    customer = Talk(BusinessForm(), BusinessDone(), AskBusinessNext(), first=Business())
    said = await customer.say("过户要多少钱", "transfer_rename")
    assert said.count("没有准信") == 1
    assert "没有准信" in await customer.say("要交几千块钱吗 听人家说要", "query_bill")


@pytest.mark.parametrize(
    ("words", "is_fee"),
    [("要多少钱", True), ("要交几千块钱吗", True), ("这个月电费多少钱", False), ("账上的钱能退吗", False)],
)
async def test_fees_of_a_business_are_no_bill(words: str, is_fee: bool) -> None:
    assert asks_fees(words) == is_fee


@pytest.mark.parametrize("words", ["先不登记，我跟领导汇报下", "那先不停了", "知道了"])
async def test_enough_is_enough(service: FakeService, words: str) -> None:
    customer = await opened("pause")
    said = await customer.say(words, "inform")
    assert "需要时再找我" in said and service.made == []


async def test_let_him_call_me_is_no_call_for_a_person_now(service: FakeService) -> None:
    customer = await opened("transfer")
    await customer.say("那你让他给我打电话", "ask_human")
    assert not customer.rejected and customer.asked == "business_address"


@pytest.mark.parametrize("words", ["转人工", "找个人来问问材料", "人工，给我打电话"])
async def test_a_call_for_a_person_is_heard_inside_a_guide(service: FakeService, words: str) -> None:
    customer = await opened("transfer")
    await customer.say(words, "ask_human")
    assert customer.rejected


async def test_a_booking_keeps_the_name(service: FakeService) -> None:
    customer = Talk(KeyForm(), KeyDone(), AskKeyConfirm(), first=KeyCustomer())
    await customer.say("请客户经理联系我", "key_customer")
    await customer.say("青口镇新港路66号", address="青口镇新港路66号")
    assert "称呼：徐" in await customer.say("我姓徐 13812341234", phone=PHONE, person="徐")
    await customer.tap("对，登记")
    assert service.made[0]["contact_name"] == "徐"


async def test_a_question_on_the_card_is_answered_before_the_card_comes_again(service: FakeService) -> None:
    customer = await opened("temporary")
    await customer.say("青口镇大沙村12号 13322221111", address="青口镇大沙村12号", phone="13322221111")
    assert customer.asked == "business_confirm"
    said = await customer.say("什么时候能来人", "query_ticket", sure=0.59)
    assert "按现场情况定" in said and "跟您核对一下" in said
    said = await customer.say("收不收费", "nlu_fallback", sure=0.59)
    assert "没有准信" in said
    assert "记下了" in await customer.say("等不及呀 地都旱死了", "urge")
    await customer.tap("对，登记")
    assert "旱死" in service.made[0]["details"]["客户原话"]


async def test_all_details_are_kept_and_no_question_is(service: FakeService) -> None:
    customer = await opened("charger")
    await customer.say("比亚迪的，7个千瓦")
    await customer.say("小区物业不同意", "ev_solar", sure=0.73)
    await customer.say("先问一下 装好要多长时间", "new_or_capacity")
    await customer.say("现在几个千瓦我也不晓得", "new_or_capacity", sure=0.63)
    words = customer.slots["business_words"]
    assert "比亚迪" in words and "物业" in words and "多长时间" not in words
    assert not customer.slots["business_ask"]


async def test_say_it_simpler_is_left_to_the_rules(service: FakeService) -> None:
    customer = await opened("transfer")
    await customer.say("俺不识几个字 你简单说", "repeat", sure=0.56)
    assert customer.rejected


async def test_a_surname_inside_a_shops_name_is_nobodys(service: FakeService) -> None:
    customer = await opened("capacity")
    said = await customer.say(
        "登记下 青口镇黄海路88号老王饭店 电话13812341234",
        address="青口镇黄海路88号",
        person="老王",
        phone=PHONE,
    )
    assert customer.asked == "business_confirm" and "称呼" not in said
    assert "老王饭店" in customer.slots["business_words"]


async def test_what_only_sounds_like_a_yes_registers_nothing(service: FakeService) -> None:
    customer = await opened("transfer")
    await customer.say("卡号没错", "affirm")
    await customer.say("行不行嘛", "affirm")
    assert customer.asked == "business_next"
    await customer.say("行 那给我登记", "affirm")
    assert customer.asked == "business_address"


async def test_a_vague_answer_to_the_choice_is_asked_in_other_words(service: FakeService) -> None:
    customer = Talk(BusinessForm(), BusinessDone(), AskBusinessSubject(), AskBusinessNext(), first=Business())
    first = await customer.say("办电", "new_or_capacity")
    assert first not in await customer.say("就是家里要用电", "new_or_capacity")


async def test_who_asks_for_the_difference_hears_it_at_once(service: FakeService) -> None:
    customer = Talk(BusinessForm(), BusinessDone(), AskBusinessSubject(), AskBusinessNext(), first=Business())
    assert "哪怕是家里人" in await customer.say("更名和过户是一回事吗", "transfer_rename")
    await customer.say("人没变", "pay_problem", sure=0.61)
    assert customer.slots["business_subject"] == "rename"


@pytest.mark.parametrize("words", ["商店一度多少钱", "一个月200度大概多少钱", "帮我算一个月500度居民多少钱"])
async def test_what_energy_costs_is_left_to_the_prices(words: str, service: FakeService) -> None:
    customer = await opened("charger")
    assert "没有准信" not in await customer.say(words, "ask_tier", sure=0.9) and customer.rejected


@pytest.mark.parametrize(
    ("subject", "words", "part"),
    [
        ("rename", "那跟过户一样吗", "叫更名"),
        ("rename", "要过户吗还是更名", "叫更名"),
        ("capacity", "跟报停有什么区别", "报停"),
    ],
)
async def test_who_compares_has_not_changed_his_mind(
    service: FakeService, subject: str, words: str, part: str
) -> None:
    customer = await opened(subject)
    assert part in await customer.say(words, "transfer_rename", sure=0.7)
    assert customer.slots["business_subject"] == subject and words not in str(
        customer.slots["business_words"]
    )


@pytest.mark.parametrize(
    ("subject", "words", "part"),
    [
        ("rename", "身份证拍照发你行不", "不用发给我"),
        ("charger", "4S店说我得先交给他800 电力报装费 真的假的", "先别给"),
        ("charger", "三相还是单相", "勘查后定"),
        ("split_merge", "要爸同意吗 户主是爸", "拿不准"),
        ("new_home", "能快点不 下个月结婚", "拿不准"),
        ("rename", "是更名不是过户哈", "记下了"),
    ],
)
async def test_a_question_is_one_wherever_it_stands(
    service: FakeService, subject: str, words: str, part: str
) -> None:
    customer = await opened(subject)
    assert part in await customer.say(words, "inform")


async def test_a_new_house_has_no_account_number(service: FakeService) -> None:
    customer = await opened("new_home")
    assert "用地址" in await customer.say("刚盖的 没有户号", "account_unknown", sure=0.95)


async def test_a_size_in_a_question_is_kept(service: FakeService) -> None:
    customer = await opened("new_business")
    await customer.say("能不能给我装个三相 50千瓦", "new_or_capacity")
    assert "50千瓦" in customer.slots["business_words"]


@pytest.mark.parametrize(
    ("words", "intent", "subject"),
    [
        ("厂里想加到315的变压器", "new_or_capacity", "capacity"),
        ("我想再加一台200的变压器", "new_or_capacity", "capacity"),
        ("我家房子盖好了没电 等着用", "new_or_capacity", "new_home"),
        ("充电桩扣了钱没充上", "ev_solar", "charger_broken"),
        ("文化路的桩充不上电", "ev_solar", "charger_broken"),
        ("小区想装个充电桩", "ev_solar", "charger"),
    ],
)
async def test_the_business_is_known_by_what_is_wanted(
    service: FakeService, words: str, intent: str, subject: str
) -> None:
    customer = Talk(BusinessForm(), BusinessDone(), AskBusinessSubject(), AskBusinessNext(), first=Business())
    await customer.say(words, intent)
    assert customer.slots["business_subject"] == subject


@pytest.mark.parametrize(
    ("subject", "question", "intent", "sure", "told"),
    [
        ("move_meter", "不用物业同意吧", "privacy_rights", 0.46, "对方同意"),
        ("move_meter", "不办证明行不", "cancel", 0.74, "身份证明"),
        ("move_meter", "自己找电工挪一下行不", "cancel", 0.74, "不能自己动"),
        ("move_meter", "不去营业厅能办不", "inform", 0.9, "网上国网"),
        ("capacity", "不用我花钱吧", "request_meter_check", 0.48, "没有准信"),
        ("capacity", "不停电能换不", "ask_planned_outage", 0.94, "经办人跟您约"),
        ("transfer", "法院说不用我承担", "out_of_scope", 0.94, "我这里不判断"),
        ("transfer", "不用她签字吧", "inform", 0.9, "签字"),
        ("charger", "那夜里呢", "ask_tou", 0.45, "没有准信"),
        ("solar", "那我自己装呢", "nlu_fallback", 0.69, "先申请并网"),
        ("close", "别人说要先结清 是吧", "nlu_fallback", 0.7, "结清"),
    ],
)
async def test_a_doubtful_no_is_a_question_and_closes_nothing(
    service: FakeService, subject: str, question: str, intent: str, sure: float, told: str
) -> None:
    customer = await opened(subject)
    said = await customer.say(question, intent, sure=sure)
    assert told in said and "这个记下了" not in said
    assert customer.is_open and customer.slots["business_subject"] == subject and not customer.rejected


@pytest.mark.parametrize("words", ["不用了", "先不用了 谢谢", "不用登记了吧", "那不用你们了", "不办了行不"])
async def test_a_plain_no_still_closes_it(service: FakeService, words: str) -> None:
    customer = await opened("move_meter")
    await customer.say(words, "cancel" if "办" in words else "deny")
    assert not customer.is_open or customer.rejected


async def test_the_manager_who_was_just_named_is_called(service: FakeService) -> None:
    """The wish went into the order on the invoice that was open, without the caller's name."""
    manager = {"title": "重要客户经理", "name": "赵海峰", "phone": "15400990102"}
    service.add_account("3200001888011", "青口镇文化西路9号", manager=manager)
    customer = Talk(BusinessForm(), BusinessDone(), AskBusinessNext(), first=Business())
    await customer.say("能开专票不", "invoice_bill")
    await customer.hear(KeyCustomer(), "客户经理是谁", "key_customer")
    text = "让他联系我 设备科赵主任 13911110011"
    await customer.say(text, "ask_human", sure=0.56, person="赵主任", phone="13911110011")
    assert customer.followed == "key_form" and customer.slots["key_need"] == "联系客户经理"
    message, caller = customer._message, customer.over_to(KeyForm(), KeyDone(), AskKeyConfirm())
    caller._message = message
    card = await caller.carry_on()
    assert "联系客户经理" in card and "青口镇文化西路9号" in card and "称呼：设备科赵主任" in card


@pytest.mark.parametrize(
    ("text", "name"),
    [("13655550014 侄子叫尚大军", "侄子叫尚大军"), ("设备科赵主任 13655550014", "设备科赵主任")],
)
async def test_whose_name_it_is_stands_before_it(service: FakeService, text: str, name: str) -> None:
    customer = await opened("close")
    await customer.say("黑林镇大树底村1组26号", address="黑林镇大树底村1组26号")
    person = "尚大军" if "军" in text else "赵主任"
    await customer.say(text, phone="13655550014", person=person)
    assert customer.slots["business_name"] == name


async def test_another_account_at_the_card_takes_the_place_of_the_first(service: FakeService) -> None:
    """It opened a look-up, and the yes to the card was lost."""
    customer = await opened("transfer")
    await customer.say("登记 我电话13812341234", phone=PHONE)
    await customer.say("户号3200001888002", account_no="3200001888002")
    card = await customer.say("户号也换 3200013888003", "bind_account", sure=0.5, account_no="3200013888003")
    assert customer.asked == "business_confirm" and customer.slots["business_account"] == "3200013888003", (
        card
    )


@pytest.mark.parametrize(
    ("subject", "question", "intent"),
    [
        ("capacity", "电压是220还是380", "report_voltage"),
        ("capacity", "换表要不要换线", "request_meter_check"),
        ("capacity", "停几个小时电", "ask_planned_outage"),
        ("charger", "要找你们备案不", "key_customer"),
    ],
)
async def test_a_question_of_what_is_applied_for_leaves_no_application(
    service: FakeService, subject: str, question: str, intent: str
) -> None:
    customer = await opened(subject)
    await customer.say(question, intent, sure=0.95)
    assert not customer.rejected and customer.asked == "business_next"


@pytest.mark.parametrize(
    ("words", "intent"), [("家里没电了", "report_outage_home"), ("明天我们村停不停电", "ask_planned_outage")]
)
async def test_a_fault_or_another_question_leaves_it(service: FakeService, words: str, intent: str) -> None:
    customer = await opened("capacity")
    await customer.say(words, intent, sure=0.95)
    assert customer.rejected


async def test_what_nobody_takes_over_is_given_up(service: FakeService) -> None:
    customer = Talk(BusinessForm(), BusinessDone(), AskBusinessSubject(), AskBusinessNext(), first=Business())
    await customer.say("公司注销了 电表咋办", "transfer_rename")
    assert customer.slots["business_subject"] == "close"
