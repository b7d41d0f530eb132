"""The desk in a real browser, with fakes behind it: what a member of staff sees and does in a shift."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, Request, Route, expect

from service.face import Author, Owner, State
from tests.browser.conftest import Running, take_first
from tests.unit.desk.fakes import ALICE, BOB, PASSWORD

pytestmark = pytest.mark.browser
# What the page sounds, by its first notes.
WAITING, MESSAGE, URGENT = [587, 494], [1175], [587, 740, 880, 587, 740, 880]
RING = 9_000


def heard(page: Page) -> list[int]:
    """The notes since the last asking."""
    notes: list[int] = page.evaluate("window.heard.splice(0)")
    return notes


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
    expect(page.get_by_label("交接单")).to_contain_text("上次的交接单")
    expect(page.get_by_label("交接单")).to_contain_text("断线落地、冒火花")


def test_on_a_telephone_the_talk_takes_the_list_s_place_and_gives_it_back(page: Page) -> None:
    """The talk had no room beside the list, and nobody could answer."""
    page.set_viewport_size({"width": 375, "height": 667})
    queue = page.get_by_role("list", name="排队")
    expect(queue).to_be_visible()
    take_first(page)
    expect(queue).to_be_hidden()
    expect(page.get_by_role("button", name="发送")).to_be_in_viewport()
    talk = page.get_by_label("对话", exact=True)
    places = [talk.get_by_text(words, exact=True).bounding_box() for words in ("我在接待", "紧急", "资料")]
    who, urgent, facts = (place["y"] for place in places if place)
    assert abs(who - urgent) < 5 < facts - urgent, "the mark stood among the buttons"
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
    expect(page).to_have_title("[新消息1] (2!) 来电值班台")
    running.do(lambda: running.site.log.add("new1", reason="angry", queued_at=running.site.log.now))
    expect(page).to_have_title("[新消息1] (3!) 来电值班台")
    assert heard(page) == WAITING
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


def test_a_line_in_ones_own_talk_sounds_and_stays_unread_until_it_is_opened(
    page: Page, running: Running
) -> None:
    log = running.site.log
    mine = page.get_by_role("list", name="我的会话").get_by_role("listitem").filter(has_text="b2c1")
    unread = mine.get_by_role("img", name="有新消息")
    expect(unread).to_be_visible()  # nobody at this desk has read it yet
    page.keyboard.press("Alt+ArrowDown")
    expect(unread).to_have_count(0)
    expect(page).to_have_title("(2!) 来电值班台")
    running.do(lambda: log.say("b2c1", Author.CUSTOMER, "您还没回我"))
    expect(page.get_by_role("log")).to_contain_text("您还没回我")
    assert heard(page) == []  # it came before his eyes
    take_first(page)
    running.do(lambda: log.say("b2c1", Author.CUSTOMER, "还在吗"))
    expect(page).to_have_title("[新消息1] (1) 来电值班台")
    assert heard(page) == MESSAGE
    running.do(lambda: log.say("b2c1", Author.BOT, "不是客户说的"))
    page.reload()
    expect(page.get_by_role("log")).to_contain_text("路边电线断了")  # the same talk is open again
    expect(unread).to_be_visible()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("log")).to_contain_text("还在吗")
    expect(unread).to_have_count(0)
    page.reload()
    expect(mine).to_contain_text("还在吗")
    expect(unread).to_have_count(0)


def test_a_line_is_unread_while_the_clerk_works_in_another_window(page: Page, running: Running) -> None:
    """It was read by being on the screen, and nobody had looked."""
    page.keyboard.press("Alt+ArrowDown")
    expect(page).to_have_title("(2!) 来电值班台")
    page.evaluate("document.hasFocus = () => false")
    running.do(lambda: running.site.log.say("b2c1", Author.CUSTOMER, "还在吗"))
    expect(page).to_have_title("[新消息1] (2!) 来电值班台")
    assert heard(page) == MESSAGE
    page.evaluate("document.hasFocus = () => true; dispatchEvent(new Event('focus'))")
    expect(page).to_have_title("(2!) 来电值班台")


def test_a_notice_of_the_browser_leads_to_the_talk(page: Page, running: Running) -> None:
    page.evaluate("document.hasFocus = () => false")
    page.evaluate(
        """() => { window.Notification = class {
            static permission = 'default';
            static requestPermission = async () => 'granted';
            constructor(title, more) { window.noticed = { title, body: more.body, it: this }; }
            close() {}
        } }"""
    )
    page.get_by_role("button", name="桌面通知：关").click()
    expect(page.get_by_role("button", name="桌面通知：开")).to_be_visible()
    running.do(lambda: running.site.log.say("b2c1", Author.CUSTOMER, "打我13812341234"))
    expect(page.get_by_role("list", name="我的会话")).to_contain_text("打我138****1234")
    assert page.evaluate("[noticed.title, noticed.body]") == ["网页访客 b2c1 有新消息", "打我138****1234"]
    page.evaluate("noticed.it.onclick()")
    expect(page.get_by_role("log")).to_contain_text("打我138****1234")


def test_an_emergency_rings_until_somebody_looks(page: Page, running: Running) -> None:
    """It sounded once, for half a second, below the edge of a list of reds."""
    log = running.site.log
    running.do(lambda: log.add("old1", reason="danger", urgent=True, queued_at=log.now))
    siren = page.get_by_role("alert").filter(has_text="新的紧急")
    expect(siren).to_contain_text("新的紧急 1")
    assert heard(page) == URGENT
    packet = {"summary": "危险：有人触电", "facts": {"危险地点": "万象城门口"}}
    running.do(lambda: log.add("new1", reason="danger", urgent=True, queued_at=log.now, packet=packet))
    expect(siren).to_contain_text("新的紧急 2")
    assert heard(page) == URGENT
    page.wait_for_timeout(RING)
    assert heard(page) == URGENT  # again, by itself
    page.keyboard.press("Alt+U")
    expect(page.get_by_label("交接单")).to_contain_text("万象城门口")
    expect(siren).to_contain_text("新的紧急 1")
    siren.get_by_role("button", name="静音").click()
    expect(siren).to_have_count(0)
    page.wait_for_timeout(RING)
    assert heard(page) == []


def test_an_emergency_in_ones_own_talk_rings_too(page: Page, running: Running) -> None:
    log = running.site.log
    running.do(lambda: log.put("b2c1", "owner", urgent=True, reason="danger", alarmed_at=log.now))
    expect(page.get_by_role("alert").filter(has_text="新的紧急")).to_contain_text("1")
    row = page.get_by_role("list", name="我的会话").get_by_role("listitem")
    expect(row).to_have_class(re.compile("urgent"))
    assert heard(page) == URGENT


def test_on_a_telephone_facts_and_orders_can_be_seen(page: Page, running: Running) -> None:
    """Below the talk there were two headings of height nought."""
    page.set_viewport_size({"width": 390, "height": 844})
    take_first(page)
    page.get_by_role("button", name="资料", exact=True).click()
    expect(page.get_by_label("交接单")).to_be_in_viewport()
    expect(page.get_by_role("article", name="GD202511240007")).to_be_in_viewport()
    expect(page.get_by_role("log")).to_be_hidden()
    page.get_by_role("button", name="回到对话").click()
    expect(page.get_by_role("button", name="发送")).to_be_in_viewport()
    page.get_by_role("button", name="工单", exact=False).first.click()
    page.get_by_role("button", name="GD202511240011").click()
    expect(page.get_by_role("article", name="GD202511240011")).to_be_in_viewport()
    expect(page.get_by_label("找工单")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="回到工单列表").click()
    expect(page.get_by_label("找工单")).to_be_in_viewport()


def test_quick_reply_is_chosen_changed_and_then_sent(page: Page, running: Running) -> None:
    take_first(page)
    box, options = page.get_by_label("回复内容"), page.get_by_role("listbox", name="快捷回复")
    page.keyboard.type("/")
    expect(options).to_contain_text("问地址")
    page.keyboard.type("wh")
    expect(options.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(options).to_have_count(0)
    expect(box).to_have_value(re.compile("^您好，我是客服李晓。"))
    assert running.said("d4e8", Author.STAFF) == []  # the clerk reads it first
    page.keyboard.type("抢修车已经出发。")
    page.keyboard.press("Enter")
    expect(box).to_have_value("")
    [said] = running.said("d4e8", Author.STAFF)
    assert said.startswith("您好，我是客服李晓。") and said.endswith("抢修车已经出发。")
    page.keyboard.type("、断线")  # what a Chinese keyboard makes of the slash
    expect(options.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    box.fill("/没有这条")
    page.keyboard.press("Enter")  # half a shortcut is nothing for the customer
    expect(options).to_contain_text("没有这样的快捷回复")
    assert len(running.said("d4e8", Author.STAFF)) == 1
    box.fill("前面后面")
    box.evaluate("field => field.setSelectionRange(2, 2)")
    page.get_by_role("button", name="快捷回复").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    options.get_by_role("option", name="请稍等").click()
    expect(box).to_have_value("前面请您稍等，我看一下，看完马上回复您。后面")


def test_the_customer_sees_that_an_answer_is_being_written(page: Page, running: Running) -> None:
    take_first(page)
    page.keyboard.type("/wh")
    assert running.do(lambda: running.site.desk.typed) == []
    page.keyboard.press("Enter")
    page.keyboard.type("抢修车马上出发")
    expect(page.get_by_label("回复内容")).to_have_value(re.compile("抢修车马上出发$"))
    page.wait_for_timeout(300)
    assert running.do(lambda: running.site.desk.typed) == ["d4e8"]  # once in a while, not at each letter


def test_close_asks_first_and_a_draft_outlives_a_reload(page: Page, running: Running) -> None:
    """One click beside 交还机器人 and the talk was out of every list."""
    take_first(page)
    page.get_by_label("回复内容").fill("还没写完")
    page.reload()
    expect(page.get_by_label("回复内容")).to_have_value("还没写完")
    page.get_by_role("button", name="结束会话").click()
    dialog = page.get_by_role("dialog", name="结束这个会话")
    expect(dialog).to_contain_text("您写的回复还没有发送")
    expect(dialog).to_contain_text("1 张没办完的工单")
    dialog.get_by_role("button", name="取消").click()
    assert running.do(lambda: running.site.log.conversations["d4e8"].staff) == ALICE.id
    page.get_by_role("button", name="结束会话").click()
    dialog.get_by_role("button", name="确定结束").click()
    expect(page.get_by_text("机器人接待中，需要时可以直接接入")).to_be_visible()
    assert running.do(lambda: running.site.log.conversations["d4e8"].owner) is Owner.BOT


def test_a_draft_is_gone_with_its_writer(page: Page) -> None:
    take_first(page)
    page.get_by_label("回复内容").fill("还没写完")
    page.get_by_role("button", name="退出", exact=True).click()
    page.get_by_role("button", name="都放回队列").click()
    expect(page.get_by_label("用户名")).to_be_visible()
    assert "还没写完" not in page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")


def test_a_waiting_row_tells_place_and_matter_and_is_one_tab_stop(page: Page) -> None:
    queue = page.get_by_role("list", name="排队")
    first = queue.get_by_role("listitem").first
    expect(first).to_contain_text("青口镇金海花园东门外")
    expect(first).to_contain_text("电线断落在路边并冒火花")
    expect(first).to_contain_text("微信客户 o1…9KqZ")
    first.get_by_role("button").first.focus()
    page.keyboard.press("Tab")
    expect(queue.get_by_role("listitem").nth(1).get_by_role("button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("都不是，我就想知道")
    page.keyboard.press("Alt+Enter")
    expect(page.get_by_label("回复内容")).to_be_focused()


def test_a_danger_that_fell_back_to_the_queue_is_named_once(page: Page, running: Running) -> None:
    """The row read 危险 危险 排队中."""
    log = running.site.log
    running.do(lambda: log.add("bb5d", reason="danger", urgent=True, alarmed_at=log.now))
    row = page.get_by_role("list", name="排队").get_by_role("listitem").filter(has_text="bb5d")
    expect(row.get_by_text("危险")).to_have_count(1)
    expect(row).not_to_contain_text("排队中")


def test_the_labels_of_the_hand_over_stand_on_one_line(page: Page, running: Running) -> None:
    facts = {"刚才说的危险": "电表箱冒烟了", "电压不好的地方": "青口镇", "重点客户要安排的": "发电机"}
    running.do(lambda: running.site.log.put("7f3a", "owner", packet={"facts": facts}))
    page.get_by_role("list", name="排队").get_by_role("button").filter(has_text="7f3a").click()
    labels = page.get_by_label("交接单").get_by_role("term")
    expect(labels).to_have_count(3)
    heights = labels.evaluate_all("all => all.map(each => each.getClientRects()[0].height)")
    lines = labels.evaluate_all("all => all.map(each => parseFloat(getComputedStyle(each).lineHeight))")
    assert all(height < 1.5 * line for height, line in zip(heights, lines, strict=True)), heights


def test_the_queue_takes_the_room_that_is_free(page: Page, running: Running) -> None:
    for number in range(20):
        running.do(lambda name=f"w{number}": running.site.log.add(name))  # type: ignore[misc]
    rows = page.get_by_role("list", name="排队").get_by_role("listitem")
    expect(rows).to_have_count(22)
    for number in range(7):
        expect(rows.nth(number)).to_be_in_viewport()


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
    assert page.evaluate("window.notes") == 12, "twice three rising notes for each"
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
