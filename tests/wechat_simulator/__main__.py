"""A WeChat chat in the terminal: `python -m tests.wechat_simulator` beside a `make run` with the same settings."""

from __future__ import annotations

import asyncio
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from common.errors import LaidianError
from common.settings import Settings, WeChatSettings, read_settings
from tests.wechat_simulator.account import Account
from tests.wechat_simulator.platform import Delivered, Platform
from tests.wechat_simulator.pusher import Pusher, Reply, SimulatedCustomer

DEMO = Account()
DEMO_SETTINGS = f"""\
    LAIDIAN_WECHAT_TOKEN={DEMO.token}
    LAIDIAN_WECHAT_AES_KEY={DEMO.aes_key}
    LAIDIAN_WECHAT_APP_ID={DEMO.app_id}
    LAIDIAN_WECHAT_APP_SECRET={DEMO.app_secret}
    LAIDIAN_WECHAT_API_BASE=http://127.0.0.1:9090
    LAIDIAN_WECHAT_MODE=safe"""
HELP = """\
Write as a customer would. 1, 2, … taps the item of the menu shown last. Also:
  /follow [scene]  /unfollow  /scan scene  /menu key  /picture file.jpg  /voice [words]
  /place 34.84 119.12 青口镇   /new (another customer)   /help   /quit"""
QUIET_SECONDS = 4.0
LOCAL = ("127.0.0.1", "localhost", "::1")


class Terminal:
    """One customer at a time, typed by whoever sits at the terminal."""

    def __init__(self, pusher: Pusher) -> None:
        self._pusher = pusher
        self._menu: list[dict[str, str]] = []
        self._heard = asyncio.Event()
        pusher.platform.on_delivered = self._show
        pusher.platform.on_typing = lambda openid: print("  (对方正在输入…)", flush=True)
        self._customer = self._new_customer()

    async def run(self) -> None:
        """Until `/quit`, or the end of the input and the last answer."""
        print(HELP)
        while True:
            line = await asyncio.to_thread(sys.stdin.readline)
            if not line:
                return await self._hear_out()
            if line.strip() == "/quit":
                return None
            if line.strip():
                try:
                    self._report(await self._do(line.strip()))
                except (ValueError, OSError) as error:
                    print(f"  ! {error}; /help lists what can be typed")

    async def _do(self, line: str) -> list[Reply]:
        command, _, rest = line.partition(" ")
        rest, customer = rest.strip(), self._customer
        if command == "/follow":
            return await customer.follow(rest)
        if command == "/unfollow":
            return await customer.unfollow()
        if command == "/scan":
            return await customer.scan(rest)
        if command == "/menu":
            return await customer.click_menu(rest)
        if command == "/voice":
            return await customer.speak(rest)
        if command == "/picture":
            path = Path(rest)
            content = await asyncio.to_thread(path.read_bytes)
            return await customer.send_picture(content, f"image/{path.suffix.lstrip('.').lower()}")
        if command == "/place":
            latitude, longitude, label = rest.split(maxsplit=2)
            return await customer.share_place(float(latitude), float(longitude), label)
        if command == "/new":
            self._customer = self._new_customer()
            return []
        if command == "/help":
            print(HELP)
            return []
        if line.isdigit() and 1 <= int(line) <= len(self._menu):
            item = self._menu[int(line) - 1]
            return await customer.tap(item["id"], item["content"])
        return await customer.say(line)

    def _new_customer(self) -> SimulatedCustomer:
        self._menu = []
        return SimulatedCustomer(self._pusher, "o" + secrets.token_hex(14)[:27])

    def _show(self, message: Delivered) -> None:
        if message.openid == self._customer.openid:
            self._menu = message.content["list"] if message.kind == "msgmenu" else self._menu
            print("来电> " + message.text.replace("\n", "\n      "), flush=True)
            self._heard.set()

    def _report(self, replies: list[Reply]) -> None:
        if replies and not replies[-1].accepted:
            statuses = ", ".join(str(reply.status or "no answer") for reply in replies)
            print(f"  ! not acknowledged ({statuses}): 该公众号提供的服务出现故障，请稍后再试")

    async def _hear_out(self) -> None:
        """After the end of piped input: waits until no answer comes any more."""
        while True:
            self._heard.clear()
            try:
                await asyncio.wait_for(self._heard.wait(), QUIET_SECONDS)
            except asyncio.TimeoutError:
                return


async def chat(settings: Settings, wechat: WeChatSettings) -> None:
    """Plays the platform for the Laidian of these settings.

    Raises:
        LaidianError: one line for whoever started it.
    """
    account = Account(wechat.token, wechat.aes_key, wechat.app_id, wechat.app_secret)
    address = urlsplit(wechat.api_base)
    if address.hostname not in LOCAL or not address.port:
        raise LaidianError(
            f"LAIDIAN_WECHAT_API_BASE is {wechat.api_base}; for the simulator it takes an address like "
            "http://127.0.0.1:9090, in .env, and Laidian started anew"
        )
    platform = Platform(account)
    try:
        await platform.start(address.hostname, address.port)
    except OSError as error:
        raise LaidianError(f"{wechat.api_base} cannot be opened: {error.strerror}") from error
    url = f"http://127.0.0.1:{settings.public_port}/wechat/callback"
    try:
        async with aiohttp.ClientSession() as session:
            pusher = Pusher(platform, session, url, wechat.mode)
            _check(await pusher.verify("echo-42"), url)
            await Terminal(pusher).run()
    finally:
        await platform.stop()


def _check(reply: Reply, url: str) -> None:
    if reply.status == 0:
        raise LaidianError(f"nothing answers at {url}; start Laidian in another terminal with: make run")
    if reply.status == 404:
        raise LaidianError(
            f"{url} is not there: Laidian runs without the LAIDIAN_WECHAT_* settings; start it anew"
        )
    if reply.body != "echo-42":
        raise LaidianError(f"{url} refused us ({reply.status}): it runs with another token; start it anew")


def main() -> int:
    """The command; its exit code."""
    try:
        settings = read_settings()
        if settings.wechat is None:
            raise LaidianError(
                f"the WeChat channel is off; put this into .env and start Laidian anew:\n{DEMO_SETTINGS}"
            )
        asyncio.run(chat(settings, settings.wechat))
    except LaidianError as error:
        print(f"wechat-sim: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
