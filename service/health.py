"""`/healthz`: the process lives. `/readyz`: a customer's message would be answered now."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from service.bot.port import Bot
from service.store import Store


def health_blueprint(store: Store, bot: Bot) -> Blueprint:
    """Routes of both checks; they tell no secrets and need no login."""
    blueprint = Blueprint("health")

    @blueprint.get("/healthz")
    async def healthz(request: Request) -> HTTPResponse:
        return json({"status": "alive"})

    @blueprint.get("/readyz")
    async def readyz(request: Request) -> HTTPResponse:
        try:
            migrated = await asyncio.to_thread(store.is_migrated)
        except sa.exc.SQLAlchemyError:
            migrated = False
        checks = {"database": migrated, "bot": await bot.is_ready()}
        return json({"ready": all(checks.values()), **checks}, 200 if all(checks.values()) else 503)

    return blueprint
