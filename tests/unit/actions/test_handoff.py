"""A person in one turn; insults met calmly; misses lead to buttons, then to a person."""

from __future__ import annotations

import pytest
from rasa_sdk import Action

from actions.complaint import ComplainDone, ComplainForm
from actions.fallback import Fallback, OutOfScope
from actions.handoff import LEFT, Abuse, HandOver, LeaveWord
from actions.outage import OutageForm
from actions.outage_questions import AskOutageAddress
from actions.smalltalk import Cancel
from actions.ticket_detail import Inform
from tests.unit.actions.service_fake import FakeService, Talk

pytestmark = pytest.mark.asyncio


async def test_the_first_insult_gets_a_calm_word_the_second_a_person(service: FakeService) -> None:
    customer = Talk.before(Abuse())
    said = await customer.answer("傻逼机器人", "abuse")
    assert "机器人" in said and customer.handed == []
    assert "转人工" in [button["title"] for button in customer.buttons]
    await customer.answer("废物", "abuse")
    assert customer.handed[0]["reason"] == "ask_human"


async def test_an_insult_is_no_answer(service: FakeService) -> None:
    customer = Talk(ComplainForm(), ComplainDone())
    await customer.say("我要投诉", "complain")
    await customer.say("傻逼机器人", "abuse")
    assert customer.rejected and customer.slots["complain_words"] is None


async def test_who_asks_gets_a_person_with_what_was_said(service: FakeService) -> None:
    customer = Talk.before(HandOver())
    await customer.answer("换个活人", "ask_human")
    assert customer.handed[0]["packet"]["summary"] == "换个活人" and not customer.handed[0]["keep_bot"]


async def test_misses_lead_to_other_words_then_buttons_then_a_person(service: FakeService) -> None:
    customer = Talk.before(Fallback())
    assert "没听明白" in await customer.answer("呱唧呱唧", "nlu_fallback")
    await customer.answer("咕噜咕噜", "nlu_fallback")
    assert [button["title"] for button in customer.buttons][-1] == "都不是，转人工"
    await customer.answer("哇啦哇啦", "nlu_fallback")
    assert customer.handed[0]["reason"] == "misunderstood"


async def test_a_detail_that_sounds_foreign_is_kept_with_the_work_order(service: FakeService) -> None:
    said = await Talk.single(OutOfScope(), "补充一下，楼道门禁密码是8821", "out_of_scope")
    assert "帮不上" in said
    service.tickets = [{"number": "GD1", "status": "派单"}]
    await Talk.single(OutOfScope(), "补充一下，楼道门禁密码是8821", "out_of_scope")
    assert service.notes[0]["text"] == "补充一下，楼道门禁密码是8821"


@pytest.mark.parametrize(
    ("action", "words", "intent"),
    [
        (Fallback(), "就是那天那个师傅", "nlu_fallback"),
        (OutOfScope(), "我先去接孩子", "out_of_scope"),
        (Inform(), "13705129988", "inform"),
    ],
)
async def test_what_is_said_to_the_person_who_is_waited_for_is_left_for_him(
    service: FakeService, action: Action, words: str, intent: str
) -> None:
    customer = Talk.before(action)
    customer.waits = True
    assert await customer.answer(words, intent) == "" and customer.followed == "action_leave_word"
    assert not customer.handed


async def test_that_it_is_left_for_him_is_said_once_in_a_while(service: FakeService) -> None:
    customer = Talk.before(LeaveWord())
    customer.waits = True
    said = [await customer.answer(words, "nlu_fallback") for words in "一二三四五六七"]
    assert [words == LEFT for words in said] == [True, False, False, False, False, True, False]
    assert all(said), "nobody is left without an answer"


async def test_an_open_form_asks_on_behind_what_is_left_for_the_person(service: FakeService) -> None:
    customer = Talk(OutageForm(), Inform(), AskOutageAddress())
    await customer.say("家里没电了", "report_outage_home")
    customer.waits = True
    assert LEFT in await customer.hear(LeaveWord(), "我爱你", "out_of_scope")
    assert customer.followed == "outage_form"
    assert LEFT not in await customer.hear(LeaveWord(), "嘿嘿嘿嘿", "out_of_scope")
    assert customer.followed == "outage_form"


@pytest.mark.parametrize("words", ["比人工强", "你比真人好多了", "比人工客服还快", "比打95598方便"])
async def test_better_than_a_person_is_praise_and_no_wish_for_one(words: str, service: FakeService) -> None:
    customer = Talk.before(HandOver())
    await customer.answer(words, "ask_human")
    assert customer.followed == "praise_form" and customer.slots["praise_words"] == words
    assert not customer.handed


@pytest.mark.parametrize("words", ["人工比你强", "你没有比人工强", "比人工慢", "都说比人工强 还是给我转人工"])
async def test_a_person_is_wanted_all_the_same(words: str, service: FakeService) -> None:
    customer = Talk.before(HandOver())
    await customer.answer(words, "ask_human")
    assert customer.handed and customer.followed != "praise_form"


async def test_praise_of_the_bot_stops_no_report(service: FakeService) -> None:
    customer = Talk(OutageForm(), Inform(), AskOutageAddress())
    await customer.say("家里没电了", "report_outage_home")
    assert "谢谢" in await customer.hear(HandOver(), "比人工客服快多了", "ask_human")
    assert customer.followed == "outage_form" and not customer.handed


@pytest.mark.parametrize(("words", "will_do"), [("只有座机", True), ("座机也没有 转人工吧", False)])
async def test_a_land_line_will_do_for_a_phone(words: str, will_do: bool, service: FakeService) -> None:
    customer = Talk(ComplainForm(), ComplainDone())
    await customer.say("抄表的骂人", "complain")
    await customer.say("反映情况")
    await customer.say("王强", person="王强")
    assert customer.asked == "complain_phone"
    said = await customer.hear(HandOver(), words, "ask_human")
    assert ("座机也行" in said) is will_do and bool(customer.handed) is not will_do


async def test_a_form_does_not_ask_on_and_on_while_a_person_is_waited_for(service: FakeService) -> None:
    customer = Talk(OutageForm(), Inform(), AskOutageAddress())
    await customer.say("家里没电了", "report_outage_home")
    customer.waits = True
    await customer.say("喂喂喂", "nlu_fallback", sure=0.2)
    assert not customer.rejected
    await customer.say("喂喂喂喂", "nlu_fallback", sure=0.2)
    assert customer.rejected and customer.followed == "action_leave_word"


async def test_who_asks_again_hears_of_the_queue_only(service: FakeService) -> None:
    customer = Talk.before(HandOver())
    customer.waits = True
    assert await customer.answer("给我找个人说说", "ask_human") == ""
    assert customer.handed


@pytest.mark.parametrize(("words", "goes_on"), [("算了 你先叫人来修", True), ("找个人跟我说", False)])
async def test_a_wish_for_a_crew_goes_on_with_the_report(
    service: FakeService, words: str, goes_on: bool
) -> None:
    customer = Talk(OutageForm(), Inform(), AskOutageAddress())
    await customer.say("家里没电了", "report_outage_home")
    await customer.hear(HandOver(), words, "ask_human")
    assert (customer.followed == "outage_form") is goes_on and bool(customer.handed) is not goes_on


async def test_a_wish_for_a_crew_gives_up_no_report_though_it_begins_with_never_mind(
    service: FakeService,
) -> None:
    customer = Talk(OutageForm(), Inform(), AskOutageAddress())
    await customer.say("家里没电了", "report_outage_home")
    said = await customer.say("算了 你先叫人来修", "cancel")
    assert not customer.rejected and "没电的地方在哪里" in said


@pytest.mark.parametrize(("action", "intent"), [(HandOver(), "ask_human"), (Cancel(), "cancel")])
@pytest.mark.parametrize("words", ["不用人工了", "算了不用人工了", "不等人工了 你办吧"])
async def test_who_wants_no_person_is_handed_to_none(
    words: str, action: Action, intent: str, service: FakeService
) -> None:
    customer = Talk.before(action)
    assert "不转人工" in await customer.answer(words, intent) and not customer.handed


@pytest.mark.parametrize("words", ["要不转人工", "要不转人工吧"])
async def test_who_proposes_a_person_gets_one(words: str, service: FakeService) -> None:
    customer = Talk.before(HandOver())
    assert "不转人工" not in await customer.answer(words, "ask_human") and customer.handed


async def test_laughter_and_a_doubt_get_an_answer(service: FakeService) -> None:
    assert "不归供电管" not in await Talk.single(OutOfScope(), "哈哈哈", "out_of_scope")
    assert "智能客服" in await Talk.single(OutOfScope(), "怎么证明", "out_of_scope")
