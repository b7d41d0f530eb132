"""What we change in Rasa's calls of actions; fails when Rasa's own code changes under it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot import rasa_changes
from bot.rasa_changes import TurnFailed
from tests.journeys.stack import free_ports


@pytest.fixture(autouse=True)
async def changed(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """The changes, taken back after the test."""
    for owner, name in (
        (RemoteAction, "_validate_action_result"),
        (RemoteAction, "run"),
        (EndpointConfig, "session"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(rasa_changes, "ACTION_TIMEOUT_SECONDS", 0.3)
    rasa_changes.install()
    yield
    for session in rasa_changes._sessions.values():
        await session.close()


@pytest.fixture
async def actions() -> AsyncIterator[SimpleNamespace]:
    """An action server that answers as it is told, and where each call came from."""
    server = SimpleNamespace(
        answer={"events": [], "responses": [{"text": "好"}]}, status=200, pause=0.0, peers=[]
    )

    async def webhook(request: web.Request) -> web.Response:
        server.peers.append(request.transport.get_extra_info("peername"))
        await asyncio.sleep(server.pause)
        return web.json_response(server.answer, status=server.status)

    application = web.Application()
    application.router.add_post("/webhook", webhook)
    runner = web.AppRunner(application)
    await runner.setup()
    [port] = free_ports(1)
    await web.TCPSite(runner, "127.0.0.1", port).start()
    server.url = f"http://127.0.0.1:{port}/webhook"
    yield server
    await runner.cleanup()


async def run(url: str) -> list[Any]:
    domain, tracker = Domain.empty(), DialogueStateTracker.from_events("c1", [])
    action = RemoteAction("action_outage", EndpointConfig(url))
    return await action.run(CollectingOutputChannel(), TemplatedNaturalLanguageGenerator({}), tracker, domain)


async def test_actions_are_called_over_one_connection(actions: SimpleNamespace) -> None:
    for _ in range(3):
        [said] = await run(actions.url)
        assert said.text == "好"
    assert len(set(actions.peers)) == 1


async def test_an_action_that_fails_ends_the_turn_and_is_no_passing_trouble(actions: SimpleNamespace) -> None:
    actions.status = 500
    with pytest.raises(TurnFailed) as failed:
        await run(actions.url)
    assert not failed.value.is_temporary


async def test_what_is_no_answer_ends_the_turn(actions: SimpleNamespace) -> None:
    actions.answer = {"events": "none"}
    with pytest.raises(TurnFailed):
        await run(actions.url)


async def test_an_action_without_end_ends_the_turn_and_is_no_passing_trouble(
    actions: SimpleNamespace,
) -> None:
    actions.pause = 2
    with pytest.raises(TurnFailed) as failed:
        await run(actions.url)
    assert not failed.value.is_temporary


async def test_an_action_server_that_is_away_is_passing_trouble() -> None:
    [port] = free_ports(1)
    with pytest.raises(TurnFailed) as failed:
        await run(f"http://127.0.0.1:{port}/webhook")
    assert failed.value.is_temporary
