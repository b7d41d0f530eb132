"""The staff desk: login, queue, takeover, replies, work orders. Runs in the service process, on the staff port.

`desk_blueprint` gives Sanic the routes; what they mean stands in `docs/desk.md`, the browser's side in `web/desk/`.
"""

from desk.blueprint import desk_blueprint

__all__ = ["desk_blueprint"]
