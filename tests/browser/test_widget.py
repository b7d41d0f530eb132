"""The widget in a real browser, against the scripted site."""

from __future__ import annotations

import os
import re
import threading
import warnings
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from service.face import Author
from tests.browser.fake_site import FakeSite

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
pytestmark = pytest.mark.browser

if not Path(CHROMIUM).exists():
    warnings.warn(f"browser tests are skipped: no {CHROMIUM}; apt-get install chromium", stacklevel=1)
    pytest.skip(f"no browser at {CHROMIUM}", allow_module_level=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-quic", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def site() -> Iterator[FakeSite]:
    site = FakeSite()
    site.start()
    yield site
    site.stop()
    site.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    yield context
    context.close()


def open_chat(context: BrowserContext, site: FakeSite) -> Page:
    page = context.new_page()
    page.goto(site.url)
    bubble(page).click()
    return page


def bubble(page: Page) -> Locator:
    return page.get_by_role("button", name="在线客服", exact=True)


def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="输入消息")


def messages(page: Page, author: str) -> Locator:
    return page.get_by_role("log", name="对话").locator(f'[data-from="{author}"]')


def say(page: Page, text: str) -> None:
    box(page).fill(text)
    box(page).press("Enter")


def visitor(site: FakeSite) -> str:
    """The only conversation there is."""
    (conversation,) = site.conversations.log
    return conversation


def stored_texts(site: FakeSite) -> list[str]:
    return [m.text for m in site.conversations.log[visitor(site)] if m.author is Author.CUSTOMER]


def test_a_customer_asks_and_taps_an_answer(
    context: BrowserContext, site: FakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_chat(context, site)
    monkeypatch.setattr(
        site.conversations, "pause", 2.0
    )  # a busy machine must get to see that somebody types
    expect(page.get_by_role("dialog")).to_contain_text("我是智能客服“来电”（机器人），可随时说“转人工”")
    expect(box(page)).to_be_focused()
    box(page).fill("我家停电了")
    page.get_by_role("button", name="发送", exact=True).click()
    expect(page.get_by_text("正在输入")).to_be_visible()
    expect(messages(page, "bot")).to_contain_text("别着急")
    expect(page.get_by_text("正在输入")).to_be_hidden()
    page.get_by_role("button", name="左右邻居也没电").click()
    expect(messages(page, "customer").last).to_have_text("左右邻居也没电")
    expect(messages(page, "bot")).to_have_count(2)
    expect(page.get_by_role("button", name="左右邻居也没电")).to_have_count(0)


def test_enter_that_ends_a_chinese_word_does_not_send(context: BrowserContext, site: FakeSite) -> None:
    page = open_chat(context, site)
    box(page).fill("停电")
    for composing in ({"isComposing": True, "keyCode": 13}, {"keyCode": 229}):
        box(page).evaluate(
            "(box, init) => box.dispatchEvent(new KeyboardEvent('keydown', "
            "{key: 'Enter', bubbles: true, composed: true, cancelable: true, ...init}))",
            composing,
        )
    expect(box(page)).to_have_value("停电")
    box(page).press("Shift+Enter")
    expect(box(page)).to_have_value("停电\n")
    box(page).press("Enter")
    expect(messages(page, "customer")).to_have_text("停电")


def test_text_is_shown_as_text_and_only_safe_links_are_clickable(
    context: BrowserContext, site: FakeSite
) -> None:
    page = open_chat(context, site)
    say(page, "<b>粗</b>链接<script>alert(1)</script>")
    expect(messages(page, "customer")).to_have_text("<b>粗</b>链接<script>alert(1)</script>")
    links = messages(page, "bot").get_by_role("link")
    expect(links).to_have_text(["https://example.com/a?b=1", "95598", "120"])
    hrefs = [links.nth(i).get_attribute("href") for i in range(3)]
    assert hrefs == ["https://example.com/a?b=1", "tel:95598", "tel:120"]
    assert "noopener" in (links.first.get_attribute("rel") or "")
    expect(messages(page, "bot").locator("img")).to_have_count(0)


def test_history_is_there_after_a_reload(context: BrowserContext, site: FakeSite) -> None:
    page = open_chat(context, site)
    say(page, "你好")
    expect(messages(page, "bot")).to_have_count(1)
    page.reload()
    bubble(page).click()
    expect(messages(page, "customer")).to_have_text("你好")
    expect(messages(page, "bot")).to_have_count(1)


def test_what_is_written_offline_is_sent_once_and_in_order_after_the_return(
    context: BrowserContext, site: FakeSite
) -> None:
    page = open_chat(context, site)
    say(page, "第一句")
    expect(messages(page, "bot")).to_have_count(1)
    site.stop()
    expect(page.get_by_text("网络已断开")).to_be_visible()
    for text in ("第二句", "第三句", "第四句"):
        say(page, text)
    expect(messages(page, "customer").last).to_contain_text("等待发送")
    site.start()
    expect(page.get_by_text("网络已断开")).to_be_hidden(timeout=20_000)
    expect(messages(page, "bot")).to_have_count(4)
    assert stored_texts(site) == ["第一句", "第二句", "第三句", "第四句"]
    expect(messages(page, "customer")).to_have_text(["第一句", "第二句", "第三句", "第四句"])


def test_what_is_written_offline_survives_a_reload(context: BrowserContext, site: FakeSite) -> None:
    page = open_chat(context, site)
    say(page, "第一句")
    expect(messages(page, "bot")).to_have_count(1)
    context.route("**/chat/api/session", lambda route: route.abort())
    site.stop()
    say(page, "还没发出去")
    expect(messages(page, "customer").last).to_contain_text("等待发送")
    site.start()  # the page must load, but the session stays out of reach for now
    page.reload()
    bubble(page).click()
    expect(messages(page, "customer")).to_contain_text("还没发出去")
    context.unroute("**/chat/api/session")
    expect(messages(page, "bot")).to_have_count(2, timeout=20_000)
    assert stored_texts(site) == ["第一句", "还没发出去"]


def test_an_answer_lost_with_the_connection_is_not_stored_twice(
    context: BrowserContext, site: FakeSite
) -> None:
    """The server stored the message and died before it could acknowledge."""
    page = open_chat(context, site)
    say(page, "第一句")
    expect(messages(page, "bot")).to_have_count(1)
    real = site.conversations.receive

    async def store_and_die(message):  # type: ignore[no-untyped-def]
        site.conversations.receive = real  # type: ignore[method-assign]
        await real(message)
        for connection in tuple(site._server.connections):
            connection.abort()
        raise RuntimeError("the power failed")

    site.conversations.receive = store_and_die  # type: ignore[method-assign]
    say(page, "只存一次")
    expect(messages(page, "bot")).to_have_count(2, timeout=20_000)
    expect(messages(page, "customer")).to_have_text(["第一句", "只存一次"])
    assert stored_texts(site) == ["第一句", "只存一次"]


def test_a_refused_message_says_why_and_may_be_sent_again(context: BrowserContext, site: FakeSite) -> None:
    page = open_chat(context, site)
    site.conversations.fault = RuntimeError("disk full")
    say(page, "请重试")
    line = messages(page, "customer")
    expect(line).to_contain_text("未发送：系统繁忙")
    assert "disk" not in line.inner_text()
    site.conversations.fault = None
    line.get_by_role("button", name="重试").click()
    expect(messages(page, "bot")).to_have_count(1)
    expect(line).to_have_text("请重试")


def test_too_long_a_text_is_told_before_sending(context: BrowserContext, site: FakeSite) -> None:
    page = open_chat(context, site)
    box(page).fill("字" * 2001)
    expect(page.get_by_text("2001 / 2000 字，请分成几条发送")).to_be_visible()
    expect(page.get_by_role("button", name="发送", exact=True)).to_be_disabled()
    box(page).press("Enter")
    expect(messages(page, "customer")).to_have_count(0)


def test_the_customer_sees_who_answers(context: BrowserContext, site: FakeSite) -> None:
    page = open_chat(context, site)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("机器人", exact=True)).to_be_visible()
    say(page, "转人工")
    expect(messages(page, "system")).to_contain_text("转接")
    expect(dialog.get_by_text("人工 · 李华", exact=True)).to_be_visible()
    expect(dialog).to_contain_text("现在是工作人员在为您服务")
    expect(dialog).not_to_contain_text("我是智能客服")
    expect(messages(page, "staff")).to_contain_text("人工客服 · 李华")


def test_a_picture_is_sent_and_seen_again_after_a_reload(
    context: BrowserContext, site: FakeSite, tmp_path: Path
) -> None:
    page = open_chat(context, site)
    shot = tmp_path / "meter.png"
    page.screenshot(path=shot)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="添加图片").click()
    chooser.value.set_files(shot)
    expect(messages(page, "bot")).to_contain_text("图片收到了")
    page.reload()
    bubble(page).click()
    picture = messages(page, "customer").get_by_role("img", name="图片")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth") == 1280


def test_a_file_that_is_no_picture_is_refused_kindly(
    context: BrowserContext, site: FakeSite, tmp_path: Path
) -> None:
    page = open_chat(context, site)
    paper = tmp_path / "合同.pdf"
    paper.write_bytes(b"%PDF-1.4")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="添加图片").click()
    chooser.value.set_files(paper)
    expect(page.get_by_text("只能发送 JPG、PNG、GIF、WebP 图片")).to_be_visible()
    expect(messages(page, "customer")).to_have_count(0)


def test_the_bubble_counts_what_came_while_closed(context: BrowserContext, site: FakeSite) -> None:
    page = open_chat(context, site)
    say(page, "你好")
    expect(messages(page, "bot")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(bubble(page)).to_be_focused()
    for text in ("工单已派出", "师傅已出发"):
        site.do(site.conversations.say, visitor(site), text)
    expect(page.get_by_text("2 条未读消息")).to_be_attached()
    bubble(page).press("Enter")
    expect(messages(page, "bot")).to_have_count(3)
    page.get_by_role("button", name="收起对话").click()
    expect(page.get_by_text("未读消息")).to_have_count(0)


def test_two_tabs_show_one_conversation(context: BrowserContext, site: FakeSite) -> None:
    one = open_chat(context, site)
    expect(box(one)).to_be_focused()
    say(one, "第一句")
    expect(messages(one, "bot")).to_have_count(1)
    two = open_chat(context, site)
    say(two, "第二句")
    for page in (one, two):
        expect(messages(page, "customer")).to_have_text(["第一句", "第二句"])
        expect(messages(page, "bot")).to_have_count(2)


def test_a_page_element_may_open_the_chat_with_a_question(context: BrowserContext, site: FakeSite) -> None:
    page = context.new_page()
    page.goto(site.url)
    page.get_by_role("button", name=re.compile("^停电了")).click()
    expect(box(page)).to_have_value("我家停电了")
    expect(messages(page, "customer")).to_have_count(0)


def test_one_script_tag_on_a_foreign_page_is_enough(context: BrowserContext, tmp_path: Path) -> None:
    """Only on a listed page; another one shows the bubble but gets no conversation."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        listed = f"http://127.0.0.1:{host.server_port}"
        site = FakeSite(origins=(listed,))
        site.start()
        tag = f'<!doctype html><body><h1>别的网站</h1><script src="{site.url}/widget.js" async></script>'
        (tmp_path / "index.html").write_text(tag, encoding="utf-8")
        try:
            page = context.new_page()
            page.goto(listed)
            bubble(page).click()
            say(page, "你好")
            expect(messages(page, "bot")).to_have_count(1)
            stranger = context.new_page()
            stranger.goto(f"http://localhost:{host.server_port}")
            with stranger.expect_event("requestfailed"):
                bubble(stranger).click()
            expect(stranger.get_by_text("正在连接")).to_be_visible()
            assert len(site.conversations.log) == 1
        finally:
            site.stop()
            site.close()
            host.shutdown()


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_a_small_phone_gets_the_whole_screen(browser: Browser, site: FakeSite, path: str) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    try:
        page = context.new_page()
        page.goto(site.url + path)
        if path == "/":
            bubble(page).tap()
            frame = page.get_by_role("dialog").bounding_box()
            assert frame == pytest.approx({"x": 0, "y": 0, "width": 360, "height": 640})
        say(page, "停电" + "很长的一句话没有空格也不能撑破" * 10 + "https://example.com/" + "a" * 200)
        expect(messages(page, "bot")).to_have_count(1)
        log = page.get_by_role("log", name="对话")
        assert log.evaluate("log => log.scrollWidth <= log.clientWidth")
        assert page.evaluate("document.documentElement.scrollWidth") == 360
    finally:
        context.close()


def test_nothing_moves_when_less_motion_is_wanted(browser: Browser, site: FakeSite) -> None:
    context = browser.new_context(reduced_motion="reduce")
    try:
        page = open_chat(context, site)
        style = page.get_by_role("dialog").evaluate("dialog => getComputedStyle(dialog).animationName")
        assert style == "none"
    finally:
        context.close()


def test_texts_stand_out_from_their_ground(context: BrowserContext, site: FakeSite) -> None:
    """Contrast of at least 4.5 for every visible text of the open chat."""
    page = open_chat(context, site)
    say(page, "转人工")
    expect(messages(page, "staff")).to_have_count(1)
    site.do(site.conversations.say, visitor(site), "请选择 95598")
    expect(messages(page, "bot")).to_have_count(1)
    weak = page.get_by_role("dialog").evaluate(CONTRAST)
    assert weak == []


CONTRAST = """dialog => {
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const parent = e => e.assignedSlot || e.parentElement || (e.getRootNode().host ?? null);
  const ground = e => {
    for (; e; e = parent(e)) {
      const style = getComputedStyle(e);
      const stops = style.backgroundImage.match(/rgba?\\([^)]*\\)/g);
      if (stops) return stops.map(rgb).sort((a, b) => light(b) - light(a))[0];
      const colour = rgb(style.backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const weak = [];
  const visit = root => {
    for (const e of root.querySelectorAll('*')) {
      if (e.shadowRoot) visit(e.shadowRoot);
      const text = [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join('');
      if (!text || e.tagName === 'STYLE' || e.disabled || !e.checkVisibility()) continue;
      const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < 4.5) weak.push(`${text}: ${ratio.toFixed(2)}`);
    }
  };
  visit(dialog);
  return weak;
}"""
