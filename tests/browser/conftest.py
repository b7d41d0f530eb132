"""A browser, and in it the desk with fakes behind it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from common.settings import ZONE
from service.face import Author
from tests.conftest import CHROMIUM
from tests.unit.desk.fakes import ALICE, PASSWORD
from tests.unit.desk.site import Site, furnish

ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
T = TypeVar("T")
LISTEN = """
window.heard = [];
const made = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () {
  const oscillator = made.call(this);
  const start = oscillator.start;
  oscillator.start = (when) => { window.heard.push(Math.round(oscillator.frequency.value)); start.call(oscillator, when); };
  return oscillator;
};
"""


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
    context.add_init_script(LISTEN)
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
    """Takes the customer who stands first in the queue."""
    page.get_by_role("list", name="排队").get_by_role("button", name="接入").first.click()
    expect(page.get_by_label("回复内容")).to_be_focused()
