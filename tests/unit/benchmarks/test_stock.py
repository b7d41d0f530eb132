"""The stock project answers every intent of our sentences, and its dialogue is the load's."""

from __future__ import annotations

from pathlib import Path

import aiohttp
import pytest
import yaml
from aiohttp import web
from rasa.shared.core.domain import Domain
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.training_data import TrainingData

from benchmarks.load import NoAnswer
from benchmarks.stock import RestCaller, make_project
from tests.journeys.stack import free_ports


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TrainingData]:
    """The whole project and its sentences, which Rasa takes seconds to read."""
    project = tmp_path_factory.mktemp("project") / "stock"
    make_project(project, epochs=7)
    return project, load_data(str(project / "data/nlu"))


def test_every_intent_and_entity_of_our_data_is_in_the_project(stock: tuple[Path, TrainingData]) -> None:
    project, data = stock
    domain = Domain.load(project / "domain.yml")
    assert data.intents <= set(domain.intents)
    assert data.entities <= set(domain.entities)
    rules = yaml.safe_load((project / "data/rules.yml").read_text(encoding="utf-8"))["rules"]
    assert {rule["steps"][0]["intent"] for rule in rules if "intent" in rule["steps"][0]} == data.intents
    config = yaml.safe_load((project / "config.yml").read_text(encoding="utf-8"))
    assert [part.get("epochs") for part in (config["pipeline"][-1], config["policies"][-1])] == [7, 7]


def test_a_quick_project_keeps_every_intent_with_few_sentences(
    stock: tuple[Path, TrainingData], tmp_path: Path
) -> None:
    make_project(tmp_path / "quick", epochs=1, sentences=4)
    whole, quick = stock[1], load_data(str(tmp_path / "quick/data/nlu"))
    counts = dict(quick.number_of_examples_per_intent)
    dialogue = "report_outage_home"
    assert counts.pop(dialogue) == whole.number_of_examples_per_intent[dialogue] > 4
    assert quick.intents == whole.intents and set(counts.values()) == {4}


async def test_a_rest_customer_keeps_his_sender_and_hears_of_silence_and_faults() -> None:
    senders = []

    async def webhook(request: web.Request) -> web.Response:
        body = await request.json()
        senders.append(body["sender"])
        if body["message"] == "fault":
            return web.Response(status=500)
        replies = [] if body["message"] == "silence" else [{"text": "一"}, {"text": "二"}]
        return web.json_response(replies)

    application = web.Application()
    application.router.add_post("/", webhook)
    runner = web.AppRunner(application)
    await runner.setup()
    [port] = free_ports(1)
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        async with aiohttp.ClientSession() as session:
            first, second = (RestCaller(session, f"http://127.0.0.1:{port}/") for _ in range(2))
            assert await first.ask("停电了") == "一\n二"
            assert await second.ask("停电了") == "一\n二"
            for message in ("silence", "fault"):
                with pytest.raises(NoAnswer):
                    await first.ask(message)
    finally:
        await runner.cleanup()
    assert senders[0] != senders[1] and set(senders[2:]) == {senders[0]}
