"""Who was swindled hears whom to call at once, whatever his words resemble; who only asks or escaped does not."""

from __future__ import annotations

import pytest

from actions.account import AccountDone, AccountForm, AskAccountNo
from actions.complaint import AskComplainConfirm, ComplainDone, ComplainForm
from actions.danger import ReportDanger
from actions.fallback import OutOfScope
from actions.meter_check import MeterCheckDone, MeterCheckForm
from actions.payment import PayHow, PaymentForm
from actions.smalltalk import BotChallenge, Cancel, Goodbye, Repeat
from actions.theft import TheftDone, TheftForm
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize(
    "words",
    [
        "收到个短信说电费逾期 我点进去把银行卡填了",
        "被骗了 有人冒充供电局让我交电费 转了五百",
        "电费逾期的链接我点进去了 还填了银行卡 怎么办",
        "有个自称电力公司的 让我转账 我转给他了",
        "我上当了 交电费的短信是假的",
        "把验证码告诉他了 卡里钱没了",
        "有人打电话说我欠电费 我把卡号报了",
        "俺老伴让人骗了 换漏电保护器 收了680",
    ],
)
async def test_a_victim_hears_whom_to_call(words: str, service: FakeService) -> None:
    for action, intent in ((OutOfScope(), "out_of_scope"), (PayHow(), "pay_how"), (Cancel(), "cancel")):
        said = await Talk.single(action, words, intent)
        assert "冻结那张卡" in said and "110" in said and "欠没欠" in said


async def test_a_victim_is_not_asked_for_his_account_first(service: FakeService) -> None:
    for form, intent in ((AccountForm(), "query_bill"), (PaymentForm(), "pay_problem")):
        customer = Talk(form, AccountDone(), AskAccountNo())
        said = await customer.say("短信链接点了 验证码也输了 扣了两千", intent)
        assert "冻结那张卡" in said and "户号，10位" not in said and not customer.is_open


async def test_what_follows_the_warning_is_understood(service: FakeService) -> None:
    customer = Talk.before(PayHow())
    assert "别点链接" in await customer.answer("收到短信说我欠费 让点链接交 真的假的", "pay_how")
    said = await customer.hear(Cancel(), "我点了 填了卡号", "cancel")
    assert "冻结那张卡" in said
    said = await customer.hear(Repeat(), "怎么办啊", "repeat")
    assert "现在就打银行电话冻结" in said
    said = await customer.hear(OutOfScope(), "能追回来吗", "out_of_scope")
    assert "警察" in said


@pytest.mark.parametrize(
    "words",
    [
        "收到个短信说欠费 我没点",
        "差点被骗",
        "电费单上多了一笔 是不是被骗了",
        "你们就是骗人 说好三天来装的",
        "网上国网验证码输了没反应",
        "微信交了两百 扣了钱没到账",
        "银行卡扣了两次",
    ],
)
async def test_others_are_no_victims(words: str, service: FakeService) -> None:
    assert "冻结" not in await Talk.single(OutOfScope(), words, "out_of_scope")


@pytest.mark.parametrize(
    "words",
    [
        "有个人说是供电局的来我家换电表要收200",
        "有人上门说换智能电表每户收50块 是真的吗",
        "门口来了个人说是电力公司的要进屋检查线路",
        "刚才来了两个穿电力衣服的 说我家线路老化要换 收八百",
        "师傅来我家修电 要我转他微信150",
        "村里来人说收电费 现金两百",
        "门口有俩人说查电表 要进屋",
        "师傅说要收200换空开 给不给",
        "他说要换线 收我三百",
    ],
)
async def test_who_stands_at_the_door_for_money_shows_his_card_first(
    words: str, service: FakeService
) -> None:
    customer = Talk(MeterCheckForm(), MeterCheckDone())
    said = await customer.say(words, "request_meter_check", sure=0.5)
    assert all(word in said for word in ("先别给钱", "工作证", "110", "96110", "网上国网"))
    assert not customer.is_open and not service.made


@pytest.mark.parametrize(
    "words",
    [
        "有个自称国家电网的打电话说电费多收了要退我600 让我下载个app共享屏幕",
        "接到95598的电话说我家电表异常要配合调查 让我转钱到安全账户",
        "有人打电话说我家欠电费 马上停电 让我把卡号报给他",
        "电表箱上贴了个二维码说扫码交电费 能扫不",
        "有自称国网的人打电话让我报验证码 说给我办峰谷优惠",
        "接到个电话 说我家电费异常 下午两点停电 按1转人工",
        "你们搞活动交电费送大米是不是真的",
    ],
)
async def test_who_calls_for_money_or_a_code_gets_none(words: str, service: FakeService) -> None:
    for intent in ("out_of_scope", "arrears_reconnect"):
        said = await Talk.single(OutOfScope(), words, intent)
        assert "别点链接" in said and "共享屏幕" in said and "冻结" not in said


async def test_after_the_warning_all_is_about_him(service: FakeService) -> None:
    customer = Talk.before(OutOfScope())
    await customer.answer("有个人说是供电局的来我家换电表要收200", "out_of_scope")
    assert "当是骗子" in await customer.hear(BotChallenge(), "靠谱吗", "bot_challenge")
    assert "现在就打110" in await customer.hear(OutOfScope(), "我不给他钱他要剪线", "out_of_scope")
    assert "现在就打110" in await customer.hear(OutOfScope(), "他说他叫刘强 工号3321", "out_of_scope")
    assert "现在就打110" in await customer.hear(OutOfScope(), "打110吗", "out_of_scope")
    assert "没给就好" in await customer.hear(OutOfScope(), "我还没给", "out_of_scope")
    assert "冻结那张卡" in await customer.hear(Goodbye(), "我已经给了", "goodbye")
    assert "现在就打银行电话" in await customer.hear(OutOfScope(), "会不会有事", "out_of_scope")
    assert "证件都别给" in await customer.hear(OutOfScope(), "他还要我身份证照片", "privacy_rights")


@pytest.mark.parametrize(
    "words",
    [
        "没穿工作服",
        "说我家线路老化要换 不换停电",
        "要三百八",
        "我没开门 还在敲",
        "我一个人在家",
        "要不要报警",
        "是你们吗",
        "这合理吗",
    ],
)
async def test_the_talk_stays_with_who_is_at_the_door(words: str, service: FakeService) -> None:
    customer = Talk.before(OutOfScope())
    await customer.answer("门口有俩人说查电表 要进屋", "inform")
    said = await customer.hear(OutOfScope(), words, "ask_planned_outage")
    assert "当是骗子" in said


@pytest.mark.parametrize("words", ["走了", "好 我让他们走了", "挂了"])
async def test_who_sent_them_away_hears_that_it_is_well(words: str, service: FakeService) -> None:
    customer = Talk.before(OutOfScope())
    await customer.answer("门口有俩人说查电表 要进屋", "inform")
    assert "没给就好" in await customer.hear(Goodbye(), words, "goodbye")


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ("卸了行不", "断网"),
        ("那她微信还安全不", "断网"),
        ("手机里多了个软件", "断网"),
        ("钱没少", "没少也别等"),
        ("卡里没钱", "没少也别等"),
        ("没填密码", "没少也别等"),
        ("冻结了", "给警察看"),
        ("报案了", "给警察看"),
        ("上午来的 穿蓝衣服", "给警察看"),
        ("我妈气得心口疼", "120"),
        ("好的打了120", "先顾人"),
        ("会咋样", "现在就打银行电话"),
    ],
)
async def test_what_follows_a_robbery_is_answered(words: str, part: str, service: FakeService) -> None:
    customer = Talk.before(OutOfScope())
    await customer.answer("我上当了 交电费的短信是假的", "out_of_scope")
    assert part in await customer.hear(OutOfScope(), words, "inform")


@pytest.mark.parametrize("words", ["卸了行不", "那她微信还安全不", "好的打了120"])
async def test_no_alarm_is_made_of_what_only_sounds_dangerous(words: str, service: FakeService) -> None:
    customer = Talk.before(OutOfScope())
    await customer.answer("我上当了 交电费的短信是假的", "out_of_scope")
    said = await customer.hear(ReportDanger(), words, "report_danger", danger="unspecified")
    assert "离远" not in said and not service.made
    assert customer.followed == "action_listen"  # no form of an alarm behind it


async def test_a_real_danger_is_heard_beside_a_swindler(service: FakeService) -> None:
    customer = Talk.before(OutOfScope())
    await customer.answer("我上当了 交电费的短信是假的", "out_of_scope")
    await customer.hear(ReportDanger(), "插座冒烟了", "report_danger", danger="smoke")
    assert service.made[0]["topic"] == "danger"


async def test_who_then_denounces_him_is_not_held(service: FakeService) -> None:
    customer = Talk(TheftForm(), TheftDone())
    await customer.hear(OutOfScope(), "我上当了 交电费的短信是假的", "out_of_scope")
    await customer.say("那我给你们举报他", "report_theft")
    assert customer.asked == "theft_place"


@pytest.mark.parametrize("words", ["3200001888001 1001", "我家停电了", "谢谢"])
async def test_other_wishes_are_heard_after_a_robbery(words: str, service: FakeService) -> None:
    customer = Talk.before(OutOfScope())
    await customer.answer("我上当了 交电费的短信是假的", "out_of_scope")
    said = await customer.hear(OutOfScope(), words, "report_outage_home")
    assert "警察" not in said


async def test_the_warning_comes_inside_a_form_and_the_question_stays(service: FakeService) -> None:
    customer = Talk(MeterCheckForm(), MeterCheckDone())
    await customer.say("我要校表", "request_meter_check")
    asked = customer.asked
    said = await customer.say("门口来了个人说是电力公司的 要交300块检测费", "inform")
    assert "先别给钱" in said and customer.asked == asked
    assert "当是骗子" in await customer.say("他现在就在门口", "inform") and customer.asked == asked


async def test_a_complaint_of_one_who_took_money_is_warned_and_goes_on(service: FakeService) -> None:
    customer = Talk(ComplainForm(), ComplainDone(), AskComplainConfirm())
    said = await customer.say("两个穿电力衣服的人说线路老化要换 收八百 我要投诉", "complain")
    assert "先别给钱" in said and "反映情况，还是要正式投诉" in said
    said = await customer.say("给了四百订金", "inform")
    assert "110" in said and "给了四百订金" in customer.slots["complain_words"]


@pytest.mark.parametrize(
    "words",
    [
        "你们师傅上门换表要收钱吗",
        "有人来换表吗要多少钱",
        "物业说是你们供电局的线路问题",
        "工单没修就给我办结 还冒充我说满意",
        "有人说是欠了供电公司的钱才停的",
        "建议在变压器上贴个二维码 扫一下就能报",
        "他说要收一块五一度",
        "师傅说明天来",
    ],
)
async def test_no_stranger_no_warning(words: str, service: FakeService) -> None:
    said = await Talk.single(OutOfScope(), words, "out_of_scope")
    assert "别点链接" not in said and "先别给钱" not in said


@pytest.mark.parametrize(
    "words",
    [
        "打电话来说我家电表超期要换 是你们吗",
        "有人打电话说我家电表要升级 让我加QQ",
        "微信群里有个国家电网招代理 交3000返5000",
        "说是充电费返利 让我先投2000",
    ],
)
async def test_swindlers_in_new_dress_are_warned_of(words: str, service: FakeService) -> None:
    said = await Talk.single(OutOfScope(), words, "out_of_scope")
    assert "别点链接" in said or "先别给钱" in said


@pytest.mark.parametrize(
    ("before", "words", "part"),
    [
        ("他要屏幕共享", "开了", "先断网"),
        ("让我加QQ升级电表", "我开了屏幕共享", "先断网"),
        ("他要屏幕共享", "我刚才点了", "先断网"),
        ("国家电网招代理 交3000返5000", "我交了", "冻结"),
    ],
)
async def test_who_did_it_hears_what_to_do_now(
    before: str, words: str, part: str, service: FakeService
) -> None:
    customer = Talk.before(OutOfScope())
    await customer.answer(before, "out_of_scope")
    assert part in await customer.answer(words, "goodbye")


async def test_a_bill_paid_the_right_way_is_no_swindle(service: FakeService) -> None:
    customer = Talk.before(OutOfScope())
    await customer.answer("有人发短信让我点链接交电费", "out_of_scope")
    said = await customer.answer("那我现在用支付宝充了100 怎么没到", "pay_problem")
    assert "骗子" not in said


async def test_a_machine_that_stands_still_is_no_money_that_was_sent(service: FakeService) -> None:
    """不转了 was read as 转了, behind a warning."""
    customer = Talk.before(OutOfScope())
    assert "身份证" in await customer.answer("门口有俩人说查电表 要进屋", "out_of_scope")
    assert "冻结" not in await customer.hear(Repeat(), "我家增氧机不转了 快来人", "repeat")
    assert "冻结" in await customer.hear(Repeat(), "我转了三百给他", "repeat")
