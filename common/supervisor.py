"""`laidian serve`: starts the three processes, restarts one that dies, stops them in order. The supervisor process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shutil
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from common.errors import LaidianError
from common.models import ensure_model
from common.processes import (
    Process,
    check_machine,
    die_with_parent,
    environment,
    last_line,
    log_size,
    logs,
    processes,
)
from common.settings import ROOT, Settings

STOP_SECONDS = 12.0
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
STEADY_SECONDS = 30.0
# Deaths in a row before the first "ready" that mean it will never be.
FAILED_STARTS = 3
LOG_BYTES = 20 * 1024 * 1024
LOG_CHECK_SECONDS = 60.0


class Supervisor:
    """Keeps the children of one installation alive.

    Args:
        children: in the order in which they start and stop.
        say: prints a line for the operator.
    """

    def __init__(self, settings: Settings, children: Sequence[Process], say: Callable[[str], None]) -> None:
        self._settings = settings
        self._environment = {**os.environ, **environment(settings)}
        self._processes = children
        self._say = say
        self._children: dict[str, asyncio.subprocess.Process] = {}
        self._stopping = asyncio.Event()
        self._ready = False
        self._failure: str | None = None

    async def run(self) -> None:
        """Until SIGINT or SIGTERM.

        Raises:
            LaidianError: a child cannot start; its last words.
        """
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, self._stopping.set)
        logs(self._settings).mkdir(parents=True, exist_ok=True)
        keepers = {p.name: asyncio.create_task(self._keep(p)) for p in self._processes}
        helpers = [asyncio.create_task(self._announce()), asyncio.create_task(self._shorten_logs())]
        await self._stopping.wait()
        for helper in helpers:
            helper.cancel()
        self._say("stopping …")
        for process in self._processes:
            await self._stop(process.name)
            await keepers[process.name]
        if self._failure:
            raise LaidianError(self._failure)
        self._say("stopped")

    async def _keep(self, process: Process) -> None:
        log = self._log(process)
        pause, failed_starts = FIRST_PAUSE, 0
        while not self._stopping.is_set():
            started, written = time.monotonic(), log_size(log)
            code = await self._run_once(process)
            if self._stopping.is_set():
                return
            failed_starts = 0 if self._ready else failed_starts + 1
            if failed_starts == FAILED_STARTS:
                words = last_line(log, written) or f"ended with {_reason(code)}"
                self._failure = f"{process.name} cannot start: {words} (all of it: {log})"
                self._stopping.set()
                return
            if time.monotonic() - started > STEADY_SECONDS:
                pause = FIRST_PAUSE
            self._say(f"{process.name} ended ({_reason(code)}), starting it again")
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _run_once(self, process: Process) -> int:
        with self._log(process).open("ab") as output:
            child = await asyncio.create_subprocess_exec(
                *process.command,
                cwd=ROOT,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C reaches us alone, so that the order of stopping is ours
                preexec_fn=die_with_parent,
            )
        self._children[process.name] = child
        if self._stopping.is_set():  # its turn to be stopped may have passed while it was being made
            await self._stop(process.name)
        return await child.wait()

    async def _stop(self, name: str) -> None:
        child = self._children.get(name)
        if child is None or child.returncode is not None:
            return
        child.terminate()
        try:
            await asyncio.wait_for(child.wait(), STOP_SECONDS)
        except asyncio.TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.wait()

    async def _announce(self) -> None:
        settings = self._settings
        url = settings.public_url
        started = time.monotonic()
        while not await asyncio.to_thread(answers, f"{url}/readyz"):  # noqa: ASYNC110  another process answers
            await asyncio.sleep(0.3)
        self._ready = True
        self._say(f"ready after {time.monotonic() - started:.0f} s")
        self._say(f"  customers  {url}/ (demo page)   {url}/chat (full page)")
        self._say(f"  staff      {settings.desk_url}/   user: admin{self._first_password()}")
        self._say(
            f"  WeChat     {f'{url}/wechat/callback' if settings.wechat else 'off (no LAIDIAN_WECHAT_* settings)'}"
        )
        self._say(f"  logs       {logs(settings)}    accounts to try: docs/demo.md    Ctrl-C stops")

    def _first_password(self) -> str:
        path = self._settings.home / "first-password"
        try:
            password = path.read_text(encoding="utf-8")
            path.unlink()
        except FileNotFoundError:
            return ""
        return f"   first password (shown once): {password}"

    async def _shorten_logs(self) -> None:
        while True:
            for process in self._processes:
                log = self._log(process)
                if log_size(log) > LOG_BYTES:
                    # The child goes on writing to the same file; it appends, so after the cut it begins at the top.
                    await asyncio.to_thread(_keep, log)
                    os.truncate(log, 0)
            await asyncio.sleep(LOG_CHECK_SECONDS)

    def _log(self, process: Process) -> Path:
        return logs(self._settings) / f"{process.name}.log"


def _keep(log: Path) -> None:
    """Copies a log beside it; the copy of before stays whole until the new one is."""
    new = log.with_suffix(".log.new")
    shutil.copyfile(log, new)
    new.replace(log.with_suffix(".log.1"))


def serve(settings: Settings) -> None:
    """Checks the machine, trains if needed, and runs until stopped.

    Raises:
        LaidianError: one line saying what stands in the way.
    """
    check_machine(settings)
    model = ensure_model(settings)
    if not settings.internal_token:
        settings = replace(settings, internal_token=secrets.token_hex(24))
    children = processes(settings, model)
    print(f"starting {', '.join(child.name for child in children)} …", flush=True)
    asyncio.run(_run(settings, children))


async def _run(settings: Settings, children: Sequence[Process]) -> None:
    await Supervisor(settings, children, lambda line: print(line, flush=True)).run()


def answers(url: str) -> bool:
    """Whether a server of this machine says 200 there."""
    # Without proxies: one set for the internet knows nothing about this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=3) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _reason(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"
