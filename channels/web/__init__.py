"""The web chat: its pages, API and sockets, and the adapter of the core. Runs in the service process, on the public port.

`web_blueprint` gives Sanic the routes, `WebAdapter` gives the core the channel `web`. Protocol and embedding:
`docs/channels/web.md`; the browser's side: `web/widget/`.
"""

from channels.web.adapter import WebAdapter
from channels.web.blueprint import web_blueprint

__all__ = ["WebAdapter", "web_blueprint"]
