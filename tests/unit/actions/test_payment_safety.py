"""Who was swindled hears whom to call at once, whatever his words resemble; who only asks or escaped does not."""

from __future__ import annotations

import pytest

from actions.account import AccountDone, AccountForm, AskAccountNo
from actions.fallback import OutOfScope
from actions.payment import PayHow, PaymentForm
from actions.smalltalk import Cancel, Repeat
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
