"""Work orders at the desk in a real browser: made, moved, found again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from service.face import TicketEvent
from tests.browser.conftest import Running, take_first
from tests.unit.desk.fakes import ALICE

pytestmark = pytest.mark.browser


def test_ticket_is_moved_with_a_note_and_leads_to_its_conversation(page: Page, running: Running) -> None:
    page.get_by_role("button", name="工单", exact=False).click()
    page.get_by_role("button", name="GD202511240011").click()
    ticket = page.get_by_role("article", name="GD202511240011")
    ticket.get_by_role("button", name="接单").click()
    page.get_by_label("备注").fill("已通知班组")
    page.get_by_role("button", name="确定接单").click()
    expect(ticket.get_by_label("办理记录")).to_contain_text("已通知班组")
    expect(page.get_by_role("list", name="工单列表")).to_contain_text("接单")
    ticket.get_by_role("button", name="显示完整").click()
    expect(ticket).to_contain_text("13812341234")
    ticket.get_by_role("button", name="看这个会话").click()
    page.get_by_label("对话", exact=True).get_by_role("button", name="接入").click()
    expect(page.get_by_label("回复内容")).to_be_focused()
    assert running.do(lambda: running.site.log.conversations["e5f6"].staff) == ALICE.id


def test_a_photo_stands_at_its_work_order(page: Page, running: Running) -> None:
    photo = TicketEvent(running.site.log.now, "照片", "派单", "客户", media="pic1")
    running.do(lambda: running.site.tickets.add("GD202511240012", "e5f6", history=(photo,)))
    page.keyboard.press("Alt+b")
    page.get_by_role("button", name="GD202511240012").click()
    picture = page.get_by_label("办理记录").get_by_role("img", name="客户发的照片")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def fill_board(running: Running) -> None:
    """A hundred further orders; every tenth is overdue, every fifth a complaint, every twentieth urgent."""

    def add() -> None:
        now = running.site.log.now
        for number in range(100):
            running.site.tickets.add(
                f"GD20251125{number:04d}",
                "e5f6",
                biz_type="投诉" if number % 5 == 0 else "故障报修",
                urgency="紧急" if number % 20 == 0 else "一般",
                address=f"墩尚镇朱都村{number}号",
                phone=f"1395566{number:04d}",
                created_at=now - timedelta(minutes=number + 10),
                clocks={"答复": now + timedelta(minutes=-5.5 if number % 10 == 0 else number + 0.5)},
                status="办结" if number == 99 else "派单",
                moves=() if number == 99 else ("接单",),
            )

    running.do(add)


def test_board_of_a_hundred_orders_is_searched_filtered_and_sorted(page: Page, running: Running) -> None:
    """They stood in one narrow column, and the closed ones nowhere."""
    fill_board(running)
    page.keyboard.press("Alt+b")
    search, rows = (
        page.get_by_label("找工单"),
        page.get_by_role("list", name="工单列表").get_by_role("listitem"),
    )
    expect(search).to_be_focused()
    expect(rows).to_have_count(101)
    expect(page.get_by_role("navigation", name="页面")).to_contain_text("逾期 11")
    expect(rows.first).to_contain_text("紧急")
    expect(rows.first).to_contain_text("答复 逾期 5分钟")
    for words, count in {"0042": 1, "gd202511250042": 1, "朱都村7号": 1, "大沙村": 1, "0017": 1}.items():
        search.fill(words.upper())
        expect(rows).to_have_count(count)
    search.fill("GD202511250099")
    expect(rows).to_contain_text(["办结"])
    search.fill("赣马镇")
    expect(page.get_by_text("没有找到这样的工单")).to_be_visible()
    page.get_by_role("button", name="清除条件").click()
    page.get_by_label("类别").select_option("投诉")
    expect(rows).to_have_count(20)
    late = page.get_by_role("button", name=re.compile(r"^逾期 \d+$"))
    late.click()
    expect(rows).to_have_count(10)
    page.get_by_role("button", name="只看紧急").click()
    expect(rows).to_have_count(5)
    page.get_by_role("button", name="只看紧急").click()
    page.get_by_label("类别").select_option("")
    late.click()
    page.get_by_label("排序").select_option("newest")
    expect(rows.first).to_contain_text("GD202511240011")
    page.get_by_label("排序").select_option("due")
    expect(rows.nth(11)).to_contain_text("答复 还有 1分钟")
    page.get_by_role("group", name="状态").get_by_role("button", name="派单 101").click()
    expect(rows).to_have_count(101)


def test_an_order_of_the_hand_over_is_opened_from_the_talk(page: Page) -> None:
    take_first(page)
    page.get_by_label("交接单").get_by_role("button", name="GD202511240007").click()
    expect(page.get_by_label("选中的工单")).to_contain_text("电线断落在路边")
    page.get_by_role("button", name="会话", exact=False).first.click()
    expect(page.get_by_label("回复内容")).to_be_visible()


def test_overdue_clocks_are_red(page: Page) -> None:
    take_first(page)
    row = page.get_by_role("row").filter(has_text="到达现场").first
    expect(row).to_contain_text("逾期")
    expect(row.get_by_role("cell").first).to_have_css("color", "rgb(198, 47, 47)")


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


def test_a_work_order_begins_with_what_the_bot_has_found_out(page: Page, running: Running) -> None:
    """The clerk typed the place and the matter again, and looked for the phone."""
    take_first(page)
    page.get_by_role("button", name="建工单").click()
    form = page.get_by_role("dialog", name="建工单")
    expect(form.get_by_label("情况")).to_have_value(re.compile("^电线断落在路边并冒火花"))
    expect(form.get_by_label("地址")).to_have_value("青口镇金海花园东门外")
    expect(form.get_by_label("联系电话")).to_have_value("13812341234")
    expect(form.get_by_label("类型")).to_have_value("")


def test_nothing_is_due_of_a_withdrawn_order(page: Page, running: Running) -> None:
    """“到达现场 17:04 前（）” stood at its head, and the limit below."""
    now = running.site.log.now
    clocks = {"派单": now + timedelta(minutes=1), "到达现场": now + timedelta(minutes=60)}
    running.do(
        lambda: running.site.tickets.add("GD202511240012", "b2c1", status="撤销", moves=(), clocks=clocks)
    )
    page.get_by_role("list", name="我的会话").get_by_role("button").first.click()
    order = page.get_by_role("article", name="GD202511240012")
    order.get_by_role("button").first.click()
    expect(order.get_by_role("row")).to_have_count(1)
    expect(order.get_by_role("row")).to_contain_text("已完成")
    expect(order).not_to_contain_text("到达现场")


def test_a_limit_is_not_over_by_nought_minutes(page: Page, running: Running) -> None:
    now = running.site.log.now
    clocks = {"派单": now - timedelta(seconds=1), "到达现场": now + timedelta(seconds=50)}
    running.do(
        lambda: running.site.tickets.add("GD202511240012", "b2c1", status="受理", clocks=clocks, history=())
    )
    page.get_by_role("list", name="我的会话").get_by_role("button").first.click()
    order = page.get_by_role("article", name="GD202511240012")
    expect(order.get_by_role("button").first).to_contain_text("派单 刚到时限")
    expect(order.get_by_role("row").last).to_contain_text("还有 不到1分钟")
    page.keyboard.press("Alt+b")
    expect(page.get_by_role("button", name="GD202511240012")).to_contain_text("派单 刚到时限")


def test_an_order_is_withdrawn_with_a_reason(page: Page, running: Running) -> None:
    running.do(lambda: running.site.tickets.add("GD202511240012", "b2c1", moves=("接单", "撤销")))
    page.get_by_role("list", name="我的会话").get_by_role("button").first.click()
    page.get_by_role("article", name="GD202511240012").get_by_role("button", name="撤销").click()
    asked = page.get_by_role("dialog", name="撤销：GD202511240012")
    expect(asked.get_by_placeholder("客户会看到")).to_be_visible()
    expect(asked.get_by_role("button", name="确定撤销")).to_be_disabled()
    asked.get_by_label("备注").fill("您家已经来电")
    asked.get_by_role("button", name="确定撤销").click()
    expect(asked).to_be_hidden()
    expect(page.get_by_role("article", name="GD202511240012")).to_contain_text("您家已经来电")
