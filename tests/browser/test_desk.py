"""The desk in a real browser, with fakes behind it: what a member of staff sees and does in a shift."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, expect, sync_playwright

from common.settings import ZONE
from service.face import Author, Owner, State
from tests.unit.desk.fakes import ALICE, BOB, PASSWORD
from tests.unit.desk.site import Site, furnish

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists(), reason=f"NO BROWSER: {CHROMIUM} is missing (apt-get install chromium)"
    ),
]
T = TypeVar("T")


class Running:
    """A furnished site in a thread of its own; `do` runs something there, between requests."""

    def __init__(self) -> None:
        self.site = Site()
        furnish(self.site)
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.site.start(), self.loop).result(10)

    def do(self, work: Callable[[], T]) -> T:
        async def there() -> T:
            self.site.log.now = datetime.now(ZONE)
            return work()

        return asyncio.run_coroutine_threadsafe(there(), self.loop).result(10)

    def cut_lines(self) -> None:
        """Every open connection breaks, as when a cable is pulled."""
        self.do(lambda: [connection.abort() for connection in tuple(self.site.server.connections)])

    def said(self, conversation: str, author: Author) -> list[str]:
        return self.do(
            lambda: [each.text for each in self.site.log.lines[conversation] if each.author is author]
        )

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self.site.stop(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def running() -> Iterator[Running]:
    site = Running()
    yield site
    site.stop()


@pytest.fixture
def page(browser: Browser, running: Running) -> Iterator[Page]:
    """李晓 has logged in; a violated content policy or a script error fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    opened = context.new_page()
    faults: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    opened.on("console", on_console)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(running.site.url)
    opened.get_by_label("用户名").fill(ALICE.username)
    opened.get_by_label("密码").fill(PASSWORD)
    opened.get_by_role("button", name="登录").click()
    expect(opened.get_by_role("list", name="排队")).to_be_visible()
    expect(opened.get_by_text("实时", exact=True)).to_be_visible()
    yield opened
    context.close()
    assert faults == []


def take_first(page: Page) -> None:
    page.get_by_role("list", name="排队").get_by_role("button", name="接入").first.click()
    expect(page.get_by_label("回复内容")).to_be_focused()


def test_urgent_customer_is_taken_answered_and_given_back(page: Page, running: Running) -> None:
    queue = page.get_by_role("list", name="排队").get_by_role("listitem")
    expect(queue).to_have_count(2)
    expect(queue.first).to_contain_text("危险")
    expect(queue.first).to_have_class(re.compile("urgent"))
    take_first(page)
    expect(queue).to_have_count(1)
    log = page.get_by_role("log")
    expect(log).to_contain_text("打我电话138****1234")
    expect(log).to_contain_text("没有送达：微信 48 小时内的回复条数已用完")
    expect(log.get_by_role("img")).to_have_js_property("naturalWidth", 480)
    expect(page.get_by_label("交接单")).to_contain_text("断线落地、冒火花")
    page.get_by_label("回复内容").fill("抢修车已出发")
    page.get_by_role("button", name="发送").dblclick()
    expect(log.get_by_text("抢修车已出发")).to_have_count(1)
    assert running.said("d4e8", Author.STAFF) == ["抢修车已出发"]
    page.get_by_role("button", name="交还机器人").click()
    expect(page.get_by_text("机器人接待中，需要时可以直接接入")).to_be_visible()
    assert running.do(lambda: running.site.log.conversations["d4e8"].owner) is Owner.BOT


def test_on_a_telephone_the_talk_takes_the_list_s_place_and_gives_it_back(page: Page) -> None:
    """The talk had no room beside the list, and nobody could answer."""
    page.set_viewport_size({"width": 375, "height": 667})
    queue = page.get_by_role("list", name="排队")
    expect(queue).to_be_visible()
    take_first(page)
    expect(queue).to_be_hidden()
    expect(page.get_by_role("button", name="发送")).to_be_in_viewport()
    page.get_by_role("button", name="回到会话列表").click()
    expect(queue).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_enter_sends_and_shift_enter_breaks_the_line(page: Page, running: Running) -> None:
    take_first(page)
    page.keyboard.type("第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("第二行")
    expect(page.get_by_label("回复内容")).to_have_value("")
    assert running.said("d4e8", Author.STAFF) == ["第一行\n第二行"]


def test_enter_of_the_input_method_does_not_send(page: Page, running: Running) -> None:
    take_first(page)
    box = page.get_by_label("回复内容")
    box.fill("nihao")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    box.dispatch_event("keydown", {"key": "Enter", "keyCode": 229})
    page.wait_for_timeout(300)
    assert running.said("d4e8", Author.STAFF) == []
    expect(box).to_have_value("nihao")


def test_reply_whose_answer_was_lost_goes_out_once(page: Page, running: Running) -> None:
    take_first(page)

    def lose_the_answer(route: Route, request: Request) -> None:
        route.fetch()
        route.abort()

    page.route("**/replies", lose_the_answer, times=1)
    page.get_by_label("回复内容").fill("请稍等")
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_text("同一条不会发两遍")).to_be_visible()
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_label("回复内容")).to_have_value("")
    assert running.said("d4e8", Author.STAFF) == ["请稍等"]


def test_colleague_who_was_first_is_named(page: Page, running: Running) -> None:
    page.route("**/overview", lambda route: route.abort())  # this desk has not heard yet
    asyncio.run_coroutine_threadsafe(running.site.desk.take_over("7f3a", BOB), running.loop).result(10)
    page.get_by_role("listitem").filter(has_text="7f3a").get_by_role("button", name="接入").click()
    expect(page.get_by_text("王强 已经接入了这个会话")).to_be_visible()
    expect(page.get_by_label("回复内容")).to_have_count(0)


def test_new_customer_is_announced_at_once(page: Page, running: Running) -> None:
    expect(page).to_have_title("(2!) 来电值班台")
    running.do(lambda: running.site.log.add("new1", reason="angry", queued_at=running.site.log.now))
    expect(page).to_have_title("(3!) 来电值班台")
    row = page.get_by_role("list", name="排队").get_by_role("listitem").filter(has_text="new1")
    expect(row).to_contain_text("客户情绪激动")
    expect(row).to_contain_text(re.compile(r"0:0[1-9]"))


def test_message_during_a_broken_line_is_shown_after_it(page: Page, running: Running) -> None:
    take_first(page)
    page.route("**/overview", lambda route: route.abort(), times=1)
    running.cut_lines()
    running.do(lambda: running.site.log.say("d4e8", Author.CUSTOMER, "又冒火了"))
    expect(page.get_by_role("log")).to_contain_text("又冒火了")
    expect(page.get_by_text("实时", exact=True)).to_be_visible()


def test_delivery_is_followed_until_it_is_done(page: Page, running: Running) -> None:
    log = running.site.log
    take_first(page)
    running.do(lambda: log.say("d4e8", Author.STAFF, "在路上", state=State.PENDING))
    expect(page.get_by_role("log")).to_contain_text("发送中…")

    def deliver() -> None:
        log.lines["d4e8"][-1] = replace(log.lines["d4e8"][-1], state=State.SENT)

    running.do(deliver)
    expect(page.get_by_role("log")).not_to_contain_text("发送中…")


def test_unread_mark_until_the_talk_is_opened(page: Page, running: Running) -> None:
    mine = page.get_by_role("list", name="我的会话").get_by_role("listitem").filter(has_text="b2c1")
    unread = mine.get_by_role("img", name="有新消息")
    expect(unread).to_have_count(0)
    running.do(lambda: running.site.log.say("b2c1", Author.CUSTOMER, "还在吗"))
    expect(unread).to_be_visible()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("log")).to_contain_text("还在吗")
    expect(unread).to_have_count(0)


def test_ticket_is_moved_with_a_note_and_leads_to_its_conversation(page: Page, running: Running) -> None:
    page.get_by_role("tab", name="全部工单").click()
    ticket = page.get_by_role("article", name="GD202511240011")
    ticket.get_by_role("button", name="全村停电").click()
    ticket.get_by_role("button", name="接单").click()
    page.get_by_label("备注").fill("已通知班组")
    page.get_by_role("button", name="确定接单").click()
    expect(ticket.get_by_label("办理记录")).to_contain_text("已通知班组")
    ticket.get_by_role("button", name="显示完整").click()
    expect(ticket).to_contain_text("13812341234")
    ticket.get_by_role("button", name="看这个会话").click()
    page.get_by_label("对话", exact=True).get_by_role("button", name="接入").click()
    expect(page.get_by_label("回复内容")).to_be_focused()
    assert running.do(lambda: running.site.log.conversations["e5f6"].staff) == ALICE.id


def test_overdue_clocks_are_red(page: Page) -> None:
    take_first(page)
    row = page.get_by_role("row").filter(has_text="到达现场").first
    expect(row).to_contain_text("逾期")
    expect(row.get_by_role("cell").first).to_have_css("color", "rgb(198, 47, 47)")


def test_frame_fits_and_does_not_scroll(page: Page) -> None:
    take_first(page)
    size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert size == [1280, 800]
    expect(page.get_by_role("button", name="发送")).to_be_in_viewport()


def test_ended_session_leads_back_to_the_login(page: Page, running: Running) -> None:
    running.do(running.site.staff.sessions.clear)
    running.cut_lines()
    expect(page.get_by_label("用户名")).to_be_visible()
    expect(page).to_have_title("来电值班台")


def test_log_out_leaves_nothing_on_the_screen(page: Page, running: Running) -> None:
    """Nobody asked whoever logged out with open chats, and their customers talked to nobody."""
    take_first(page)
    page.get_by_role("button", name="退出", exact=True).click()
    asked = page.get_by_role("dialog", name="还有 2 个会话在您手上")
    asked.get_by_role("button", name="先不退出").click()
    expect(asked).to_be_hidden()
    page.get_by_role("button", name="退出", exact=True).click()
    asked.get_by_role("button", name="都放回队列").click()
    expect(page.get_by_label("用户名")).to_be_visible()
    expect(page.get_by_text("抢修")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("用户名")).to_be_visible()
    held = running.do(
        lambda: [each for each in running.site.log.conversations.values() if each.staff == ALICE.id]
    )
    assert held == []


def test_danger_in_a_held_talk_is_red_for_holder_and_colleagues(page: Page, running: Running) -> None:
    """A customer in danger whom a clerk served was an ordinary line with a small dot."""
    log = running.site.log
    expect(page.get_by_role("alert")).to_have_count(0)
    page.evaluate(
        "() => { window.notes = 0; const make = AudioContext.prototype.createOscillator;"
        "AudioContext.prototype.createOscillator = function () { window.notes += 1; return make.call(this); } }"
    )
    running.do(lambda: log.put("c9d0", "owner", urgent=True, alarmed_at=log.now, reason="danger"))
    alarm = page.get_by_role("list", name="危险").get_by_role("listitem")
    expect(alarm).to_contain_text("王强 接待中")
    expect(alarm).to_have_class(re.compile("urgent"))
    running.do(lambda: log.put("b2c1", "owner", urgent=True, alarmed_at=log.now, reason="danger"))
    mine = page.get_by_role("list", name="我的会话").get_by_role("listitem")
    expect(mine).to_have_class(re.compile("urgent"))
    assert page.evaluate("window.notes") == 6, "three rising notes for each"
    running.do(lambda: log.put("c9d0", "owner", alarmed_at=None))
    expect(alarm).to_have_count(0)


def test_a_talk_is_passed_on_with_a_note(page: Page, running: Running) -> None:
    asyncio.run_coroutine_threadsafe(running.site.staff.log_in(BOB.username, PASSWORD), running.loop).result(
        10
    )
    page.get_by_role("list", name="我的会话").get_by_role("button").first.click()
    page.get_by_role("button", name="转给同事").click()
    page.get_by_label("留言").fill("过户的事，材料已告知")
    page.get_by_role("button", name="确定转接").click()
    expect(page.get_by_text("王强 接待中，您只能查看")).to_be_visible()
    assert running.do(lambda: running.site.log.conversations["b2c1"].packet["facts"]) == {
        "转接留言": "李晓：过户的事，材料已告知"
    }
    page.get_by_role("button", name="接过来").click()
    expect(page.get_by_text("王强 已经接入了这个会话")).to_be_visible()


def test_a_work_order_is_made_from_the_talk_with_the_phone_in_full(page: Page, running: Running) -> None:
    page.get_by_role("list", name="我的会话").get_by_role("button").first.click()
    page.get_by_role("button", name="显示电话和户号").click()
    expect(page.get_by_label("电话和户号")).to_contain_text("13812341234")
    page.get_by_role("button", name="建工单").click()
    form = page.get_by_role("dialog", name="建工单")
    form.get_by_label("情况").fill("家里没电，邻居有电")
    form.get_by_label("类型").select_option(label="停电：一户")
    form.get_by_role("button", name="登记").click()
    expect(page.get_by_text("报修要写地址")).to_be_visible()
    form.get_by_label("地址").fill("青口镇金海花园3号楼")
    form.get_by_role("button", name="登记").click()
    expect(form).to_be_hidden()
    expect(page.get_by_role("article").filter(has_text="家里没电，邻居有电")).to_be_visible()


def test_old_talks_are_found_and_read(page: Page, running: Running) -> None:
    page.get_by_role("tab", name="历史会话").click()
    found = page.get_by_role("list", name="历史会话").get_by_role("listitem")
    expect(found).to_have_count(2)
    page.get_by_label("手机号").fill("1234")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("button", name="更多").click()
    expect(found).to_have_count(4)
    assert running.do(lambda: [(p.phone_end, page) for p, page in running.site.desk.looked_for][-2:]) == [
        ("1234", 0),
        ("1234", 1),
    ]
    page.get_by_label("户号").fill("没有")
    page.get_by_role("button", name="查找").click()
    expect(page.get_by_text("号码只能是数字")).to_be_visible()
    found.first.get_by_role("button").first.click()
    expect(page.get_by_role("log")).to_contain_text("电费")
    expect(found.first).to_be_visible()
