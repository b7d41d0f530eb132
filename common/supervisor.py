"""`laidian serve`: starts the three processes, restarts one that dies, stops them in order. The supervisor process."""

from __future__ import annotations

import asyncio
import ctypes
import os
import secrets
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from common.errors import LaidianError
from common.models import ensure_model
from common.processes import Process, check_machine, environment, logs, processes
from common.settings import ROOT, Settings

STOP_SECONDS = 12.0
LONGEST_PAUSE = 5.0
STEADY_SECONDS = 30.0
# Deaths in a row before the first "ready" that mean it will never be.
FAILED_STARTS = 3
LOG_BYTES = 20 * 1024 * 1024


class Supervisor:
    """Keeps the children of one installation alive.

    Args:
        say: prints a line for the operator.
    """

    def __init__(self, settings: Settings, model: Path, say: Callable[[str], None]) -> None:
        self._settings = settings
        self._environment = {**os.environ, **environment(settings)}
        self._processes = processes(settings, model)
        self._say = say
        self._children: dict[str, asyncio.subprocess.Process] = {}
        self._stopping = asyncio.Event()
        self._ready = False
        self._failure: str | None = None

    async def run(self) -> None:
        """Until SIGINT or SIGTERM.

        Raises:
            LaidianError: a child cannot start.
        """
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, self._stopping.set)
        keepers = {p.name: asyncio.create_task(self._keep(p)) for p in self._processes}
        announcer = asyncio.create_task(self._announce())
        await self._stopping.wait()
        announcer.cancel()
        self._say("stopping …")
        for process in self._processes:
            await self._stop(process.name)
            await keepers[process.name]
        if self._failure:
            raise LaidianError(self._failure)
        self._say("stopped")

    async def _keep(self, process: Process) -> None:
        pause, failed_starts = 0.2, 0
        while not self._stopping.is_set():
            started = time.monotonic()
            code = await self._run_once(process)
            if self._stopping.is_set():
                return
            failed_starts = 0 if self._ready else failed_starts + 1
            last = _last_line(logs(self._settings) / f"{process.name}.log")
            if failed_starts == FAILED_STARTS:
                self._failure = last or f"{process.name} ended with code {code}"
                self._stopping.set()
                return
            if time.monotonic() - started > STEADY_SECONDS:
                pause = 0.2
            self._say(f"{process.name} ended ({_reason(code)}), starting it again")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _run_once(self, process: Process) -> int:
        log = logs(self._settings) / f"{process.name}.log"
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output:
            child = await asyncio.create_subprocess_exec(
                *process.command,
                cwd=ROOT,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # Ctrl-C reaches us alone, so that the order of stopping is ours
                preexec_fn=_die_with_parent,
            )
        self._children[process.name] = child
        return await child.wait()

    async def _stop(self, name: str) -> None:
        child = self._children.get(name)
        if child is None or child.returncode is not None:
            return
        child.terminate()
        try:
            await asyncio.wait_for(child.wait(), STOP_SECONDS)
        except asyncio.TimeoutError:
            child.kill()
            await child.wait()

    async def _announce(self) -> None:
        settings = self._settings
        url = f"http://127.0.0.1:{settings.public_port}"
        started = time.monotonic()
        while not await asyncio.to_thread(_answers, f"{url}/readyz"):
            await asyncio.sleep(0.3)
        self._ready = True
        self._say(f"ready after {time.monotonic() - started:.0f} s")
        self._say(f"  customers  {url}/ (demo page)   {url}/chat (full page)")
        self._say(f"  staff      http://127.0.0.1:{settings.desk_port}/   user: admin{self._first_password()}")
        self._say(f"  WeChat     {f'{url}/wechat/callback' if settings.wechat else 'off (no LAIDIAN_WECHAT_* settings)'}")
        self._say(f"  logs       {logs(settings)}    accounts to try: docs/demo.md    Ctrl-C stops")

    def _first_password(self) -> str:
        path = self._settings.home / "first-password"
        try:
            password = path.read_text(encoding="utf-8")
            path.unlink()
        except FileNotFoundError:
            return ""
        return f"   first password (shown once): {password}"


def serve(settings: Settings) -> None:
    """Checks the machine, trains if needed, and runs until stopped.

    Raises:
        LaidianError: one line saying what stands in the way.
    """
    check_machine(settings)
    model = ensure_model(settings)
    if not settings.internal_token:
        settings = replace(settings, internal_token=secrets.token_hex(24))
    print("starting service, actions, rasa …", flush=True)
    asyncio.run(_run(settings, model))


async def _run(settings: Settings, model: Path) -> None:
    await Supervisor(settings, model, lambda line: print(line, flush=True)).run()


def _die_with_parent() -> None:
    """A killed supervisor must not leave children that hold its ports (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 = PR_SET_PDEATHSIG


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=3) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
    return lines[0] if lines else ""


def _reason(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"
