"""The desk on a real port with the fakes behind it. To look at it: `python -m tests.unit.desk.site 8901`."""

from __future__ import annotations

import asyncio
import io
import socket
import sys
from datetime import datetime, timedelta
from itertools import count

from PIL import Image, ImageDraw
from sanic import Sanic
from sanic.server import AsyncioServer

from common.settings import ZONE
from desk import desk_blueprint
from service.face import Author, Button, Kind, Owner, Place, State
from tests.unit.desk.fakes import ALICE, BOB, FakeDesk, FakeLog, FakeMedia, FakeStaff, FakeTickets

_numbers = count(1)
# Sanic rewrites its own methods at a start and cannot do it twice in a process, unless it is told that it is being tested.
Sanic.test_mode = True


class Site:
    """One desk with its own world; `start` gives it a port."""

    def __init__(self, cookie_secure: bool = False) -> None:
        self.log = FakeLog()
        self.desk = FakeDesk(self.log)
        self.staff = FakeStaff()
        self.tickets = FakeTickets(self.log)
        self.media = FakeMedia()
        self.cookie_secure = cookie_secure
        self.name = f"desk_test_{next(_numbers)}"
        self.port = 0

    async def start(self, port: int = 0) -> None:
        app = Sanic(self.name, configure_logging=False)
        app.config.FALLBACK_ERROR_FORMAT = "json"
        app.config.MOTD = False
        app.blueprint(
            desk_blueprint(
                self.desk,
                self.staff,
                self.tickets,
                self.log,
                self.media,
                cookie_secure=self.cookie_secure,
                clock=self.log.clock,
            )
        )
        door = socket.create_server(("127.0.0.1", port))
        self.port = door.getsockname()[1]
        server = await app.create_server(sock=door, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        await server.start_serving()
        self.server: AsyncioServer = server

    async def stop(self) -> None:
        self.server.close()
        for connection in tuple(self.server.connections):
            connection.abort()
        await self.server.wait_closed()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def furnish(site: Site) -> None:
    """A busy afternoon: urgent and ordinary waiting, talks held, tickets with clocks kept, running and overdue."""
    log, now = site.log, datetime.now(ZONE)
    log.now = now
    site.media.content, site.media.media_type = _picture(), "image/png"
    ago = {minutes: now - timedelta(minutes=minutes) for minutes in range(200)}
    wechat = "d4e8"
    log.add(
        "7f3a", queued_at=ago[6], reason="misunderstood", packet={"summary": "问了三次阶梯电价，没有听懂。"}
    )
    log.say("7f3a", Author.BOT, "您好，我是智能客服“来电”（机器人）。", at=ago[9])
    log.say("7f3a", Author.CUSTOMER, "我家这个月电费怎么比隔壁多那么多，户号3208800123456", at=ago[7])
    log.say(
        "7f3a",
        Author.BOT,
        "您想查的是电费账单，还是电价标准？",
        at=ago[7],
        buttons=(Button("1", "查电费账单"), Button("2", "看电价标准")),
    )
    log.say("7f3a", Author.CUSTOMER, "都不是，我就想知道为什么比人家多", at=ago[6])
    log.add(
        wechat,
        channel="wechat",
        label="微信客户 o1…9KqZ",
        queued_at=ago[2],
        owner=Owner.BOT,
        asks=True,
        reason="danger",
        urgent=True,
        packet={
            "summary": "电线断落在路边并冒火花，客户已退到安全处，无人受伤。",
            "facts": {
                "地址": "青口镇金海花园东门外",
                "电话": "13812341234",
                "现象": "电线断落、冒火花",
                "影响范围": "路边",
                "安全风险": ["断线落地", "冒火花"],
                "老人独居": False,
            },
            "tickets": ["GD202511240007"],
        },
    )
    log.say(wechat, Author.CUSTOMER, "路边电线断了在冒火花！！", at=ago[4])
    log.say(
        wechat,
        Author.BOT,
        "请马上离开，至少离断线8米以外，不要碰任何东西，也别让别人靠近。",
        at=ago[4],
        urgent=True,
    )
    log.say(wechat, Author.CUSTOMER, "", at=ago[3], kind=Kind.IMAGE, media="pic1")
    log.say(
        wechat,
        Author.CUSTOMER,
        "金海花园东门",
        at=ago[3],
        kind=Kind.LOCATION,
        place=Place(34.84123, 119.12877, "金海花园东门"),
    )
    log.say(wechat, Author.CUSTOMER, "你们快点来人，打我电话13812341234", at=ago[2], kind=Kind.VOICE)
    log.say(
        wechat,
        Author.BOT,
        "已经为您转接工作人员，请稍等。",
        at=ago[2],
        state=State.FAILED,
        reason="微信 48 小时内的回复条数已用完",
    )
    site.tickets.add(
        "GD202511240007",
        wechat,
        urgency="紧急",
        summary="电线断落在路边并冒火花",
        address="青口镇金海花园东门外",
        contact_name=None,
        account_no=None,
        details={"影响范围": "路边", "拍照": True},
        urges=1,
        created_at=ago[70],
        clocks={
            "派单": ago[68],
            "接单": ago[65],
            "到达现场": ago[25],
            "到达现场监管时限": now + timedelta(minutes=20),
        },
    )
    site.tickets.add(
        "GD202511230018",
        wechat,
        biz_type="业务申请",
        category="用电异常核实",
        summary="怀疑电表走得快，申请校验",
        status="办结",
        customer_status="已处理，待回访",
        moves=(),
        created_at=now - timedelta(days=5),
    )
    log.add("b2c1", owner=Owner.STAFF, staff=ALICE.id, staff_name=ALICE.name, queued_at=None, reason="asked")
    log.say("b2c1", Author.CUSTOMER, "我要过户，房子刚买的，需要什么材料", at=ago[30])
    log.say("b2c1", Author.SYSTEM, f"工作人员{ALICE.name}已接入，正在为您服务。", at=ago[28])
    log.say("b2c1", Author.STAFF, "您好，房产证和双方身份证就可以。", at=ago[27], staff_name=ALICE.name)
    log.say("b2c1", Author.CUSTOMER, "好的，那老房主不来行吗？", at=ago[20])
    log.add("c9d0", owner=Owner.STAFF, staff=BOB.id, staff_name=BOB.name, queued_at=None)
    log.add("e5f6", owner=Owner.BOT, queued_at=None)
    log.say("e5f6", Author.CUSTOMER, "我们村停电了", at=ago[12])
    site.tickets.add(
        "GD202511240011",
        "e5f6",
        summary="全村停电",
        address="石桥镇大沙村",
        clocks={"到达现场": now + timedelta(minutes=78)},
    )


def _picture() -> bytes:
    picture = Image.new("RGB", (480, 320), "#9fb7c9")
    draw = ImageDraw.Draw(picture)
    draw.line([(20, 40), (300, 90), (380, 300)], fill="#222", width=5)
    draw.rectangle([60, 30, 80, 320], fill="#7a6a55")
    output = io.BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()


async def _show(port: int) -> None:
    site = Site()
    furnish(site)
    await site.start(port)
    print(f"{site.url}/ — {ALICE.username} or {BOB.username}, password in fakes.py")
    while True:
        await asyncio.sleep(1)
        site.log.now = datetime.now(ZONE)


if __name__ == "__main__":
    asyncio.run(_show(int(sys.argv[1])))
