"""Puts the service process together: store, core, channels, desk, three ports. The only module that knows them all."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from datetime import datetime, timedelta

import aiohttp
from sanic import Sanic
from sanic.server.async_server import AsyncioServer

from channels.web import WebAdapter, web_blueprint
from channels.wechat import WeChatAdapter, wechat_blueprint
from common.errors import LaidianError
from common.settings import ZONE, Settings
from desk import desk_blueprint
from service.bell import Bell
from service.bot.port import Bot
from service.bot.rasa import RasaBot
from service.conversations.absence import Absence
from service.conversations.delivery import Delivery
from service.conversations.dispatcher import Dispatcher
from service.conversations.log import MessageLog
from service.conversations.ownership import StaffDesk
from service.conversations.workers import drop_leases
from service.customers.access import Customers
from service.customers.codes import Codes
from service.customers.retention import Retention
from service.face import Adapter
from service.health import health_blueprint
from service.internal_api import internal_blueprint
from service.media import MediaStore
from service.notices.callbacks import Callbacks
from service.notices.inspections import Inspections
from service.notices.late_checks import LateChecks
from service.notices.reminders import Reminders
from service.notices.restorations import Restorations
from service.staff import StaffBook
from service.store import Store, StoreError
from service.tickets.by_staff import StaffTickets
from service.tickets.workdays import shipped_workdays
from service.utility.demo import DemoUtility
from service.utility.http import HttpUtility
from service.utility.port import Utility

logger = logging.getLogger(__name__)

FIRST_PASSWORD_FILE = "first-password"
# A conversation's socket may stay open for hours; an ordinary request may not.
RESPONSE_TIMEOUT_SECONDS = 30


def now() -> datetime:
    """The present time in the company's zone."""
    return datetime.now(ZONE)


class Service:
    """The service process, from start to an orderly stop.

    Args:
        bot: replaces Rasa, in tests.
        utility: replaces the utility named by the settings, in tests.
    """

    def __init__(
        self,
        settings: Settings,
        bot: Bot | None = None,
        utility: Utility | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self.settings = settings
        self._bot = bot
        self._utility = utility
        self._clock = clock
        self._servers: list[AsyncioServer] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Migrates, then opens the three ports.

        Raises:
            LaidianError: the database or a port cannot be used.
        """
        settings = self.settings
        settings.home.mkdir(parents=True, exist_ok=True)
        for year in shipped_workdays().unannounced(self._clock().date()):
            logger.warning(
                "the holidays of %d are not in service/tickets/holidays.json: promised days of %d may be wrong",
                year,
                year,
            )
        self.store = Store(settings.store_url)
        try:
            await asyncio.to_thread(self.store.migrate)
        except StoreError as error:
            raise LaidianError(str(error)) from error
        if self.store.is_sqlite:
            await self.store.write(drop_leases)
        self.session = aiohttp.ClientSession()
        bell = Bell(self.store)
        self.utility = self._utility or self._connect_utility()
        self.bot = self._bot or RasaBot(
            self.session,
            settings.rasa_url,
            f"http://127.0.0.1:{settings.actions_port}",
            settings.internal_token,
            settings.bot_timeout,
        )
        self.media = MediaStore(self.store, self._clock)
        self.log = MessageLog(self.store, bell, timedelta(hours=settings.session_idle_hours), self._clock)
        self.desk = StaffDesk(self.store, self._clock)
        self.tickets = StaffTickets(self.store, self.utility, self._clock)
        self.customers = Customers(self.store, self.utility, self._clock)
        self.codes = Codes(self.store, self.utility, self.customers, self._clock)
        self.staff = StaffBook(self.store, self._clock)
        await self._first_login()
        self.adapters = self._adapters()
        self.dispatcher = Dispatcher(
            self.store,
            bell,
            self.bot,
            self.adapters,
            self.media,
            self._clock,
            hours=settings.desk_hours,
            tickets=self.tickets,
        )
        self.delivery = Delivery(self.store, bell, self.adapters, self._clock)
        self.restorations = Restorations(self.store, self.utility, self._clock)
        self.inspections = Inspections(self.store, self._clock)
        late_checks = LateChecks(self.store, self.utility, self.restorations, self._clock)
        reminders = Reminders(self.store, self._clock)
        callbacks = Callbacks(self.store, self._clock)
        absence = Absence(self.store, self._clock)
        notices = (self.restorations, self.inspections, late_checks, reminders, callbacks, absence)
        keep = timedelta(days=settings.keep_days)
        retention = Retention(self.store, settings.tracker_url, keep, self._clock)
        work = (self.dispatcher, self.delivery, retention, *notices)
        self._tasks = [asyncio.create_task(part.run()) for part in work]
        for task in self._tasks:
            task.add_done_callback(_die_with)
        await self._serve(self._public(), settings.public_host, settings.public_port)
        await self._serve(self._desk_app(), settings.desk_host, settings.desk_port)
        await self._serve(self._internal(), "127.0.0.1", settings.internal_port)

    async def stop(self) -> None:
        """Takes nothing new, ends what is under way, closes the database."""
        for server in self._servers:
            await server.before_stop()
            server.close()
        for task in self._tasks:
            task.remove_done_callback(_die_with)
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.dispatcher.stop()
        await self.delivery.stop()
        await self.utility.close()
        await self.session.close()
        self.store.close()

    def _connect_utility(self) -> Utility:
        if self.settings.utility_url:
            return HttpUtility(
                self.settings.utility_url, self.settings.utility_token, self.settings.utility_timeout
            )
        return DemoUtility(self._clock)

    def _adapters(self) -> dict[str, Adapter]:
        self.web = WebAdapter()
        adapters: dict[str, Adapter] = {"web": self.web}
        wechat = self.settings.wechat
        if wechat:
            adapters["wechat"] = WeChatAdapter(wechat, self.session, self.media)
        return adapters

    async def _first_login(self) -> None:
        password = await self.staff.ensure_admin(self.settings.admin_password)
        if password:
            # The supervisor shows it once, when everything is up, and removes the file.
            path = self.settings.home / FIRST_PASSWORD_FILE
            path.touch(mode=0o600)
            path.write_text(password, encoding="utf-8")

    def _public(self) -> Sanic:
        app = _app("laidian_public")
        app.blueprint(health_blueprint(self.store, self.bot))
        app.blueprint(
            web_blueprint(
                conversations=self.log,
                media=self.media,
                adapter=self.web,
                origins=self.settings.web_origins,
                company_name=self.settings.company_name,
                clock=self._clock,
            )
        )
        if self.settings.wechat:
            app.blueprint(wechat_blueprint(self.settings.wechat, self.log, self._clock))
        return app

    def _desk_app(self) -> Sanic:
        app = _app("laidian_desk")
        app.blueprint(
            desk_blueprint(
                self.desk,
                self.staff,
                self.tickets,
                self.log,
                self.media,
                cookie_secure=self.settings.cookie_secure,
                clock=self._clock,
            )
        )
        return app

    def _internal(self) -> Sanic:
        app = _app("laidian_internal")
        app.blueprint(
            internal_blueprint(
                self.settings.internal_token,
                self.store,
                self.customers,
                self.codes,
                self.tickets,
                self.utility,
                self.restorations,
                self.inspections,
                self.media,
                self.desk,
                self._clock,
            )
        )
        return app

    async def _serve(self, app: Sanic, host: str, port: int) -> None:
        try:
            server = await app.create_server(
                host=host, port=port, return_asyncio_server=True, access_log=False
            )
        except OSError as error:
            raise LaidianError(f"port {port} on {host} cannot be used: {error.strerror}") from error
        assert server is not None
        await server.startup()
        await server.before_start()
        await server.after_start()
        self._servers.append(server)


def _app(name: str) -> Sanic:
    # At start-up Sanic 21.12 rewrites its own methods, and rewrites its rewriting for the next app of the process, which
    # fails; this switch makes it keep the originals (sanic/touchup/service.py). Nothing else hangs on it here.
    Sanic.test_mode = True
    app = Sanic(name, configure_logging=False)
    app.config.RESPONSE_TIMEOUT = RESPONSE_TIMEOUT_SECONDS
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.config.MOTD = False
    return app


def _die_with(task: asyncio.Task[None]) -> None:
    """A service that no longer dispatches must not look alive: it ends, and the supervisor starts it afresh."""
    if not task.cancelled():
        logger.critical("a central task ended", exc_info=task.exception())
        signal.raise_signal(signal.SIGTERM)


async def serve(settings: Settings) -> None:
    """Runs the service until SIGTERM or SIGINT."""
    service = Service(settings)
    stopping = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    await service.start()
    await stopping.wait()
    await service.stop()
