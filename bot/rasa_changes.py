"""Every change of ours to Rasa 3.6.21's behaviour (rasa process). Each has a test that fails when Rasa changes.

1. Action results are checked by a validator built once: `jsonschema.validate` re-checks its own constant schema each time,
   about 30 ms a message.
2. The connection to the action server is kept open instead of opened for every action.
3. A custom action that fails ends the turn. Rasa logs the error and goes on, with the action's events and words lost and the
   broken dialogue saved; the customer would get silence. Ending the turn before it is saved lets the service repeat it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
import jsonschema
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

ACTION_TIMEOUT_SECONDS = 15

_VALIDATOR = jsonschema.Draft7Validator(RemoteAction.action_response_format_spec())
_run = RemoteAction.run
_sessions: WeakKeyDictionary[asyncio.AbstractEventLoop, aiohttp.ClientSession] = WeakKeyDictionary()


class TurnFailed(BaseException):
    """A custom action or the tracker store failed, so the turn must not be saved.

    Not an `Exception`: Rasa swallows those (`MessageProcessor._run_action`, `FailSafeTrackerStore`).

    Attributes:
        is_temporary: True when something could not be reached, so a repeat may succeed.
    """

    def __init__(self, message: str, is_temporary: bool) -> None:
        super().__init__(message)
        self.is_temporary = is_temporary


def install() -> None:
    """Applies the changes to this process; again is harmless."""
    RemoteAction._validate_action_result = _validate_action_result
    RemoteAction.run = _run_or_fail
    EndpointConfig.session = _kept_session


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    _VALIDATOR.validate(result)
    return True


async def _run_or_fail(self: RemoteAction, *args: Any, **kwargs: Any) -> Any:
    try:
        return await asyncio.wait_for(_run(self, *args, **kwargs), ACTION_TIMEOUT_SECONDS)
    except ActionExecutionRejection:
        raise
    except Exception as error:
        answered = isinstance(error.__cause__ or error.__context__, ClientResponseError)
        # An action that has the turn and does not come to an end may do so every time.
        is_temporary = not answered and not isinstance(error, asyncio.TimeoutError)
        raise TurnFailed(f"{self.name()}: {error!r}", is_temporary) from error


@asynccontextmanager
async def _kept_session(self: EndpointConfig) -> AsyncIterator[aiohttp.ClientSession]:
    loop = asyncio.get_running_loop()
    session = _sessions.get(loop)
    if session is None or session.closed:
        session = aiohttp.ClientSession()
        _sessions[loop] = session
    yield session
