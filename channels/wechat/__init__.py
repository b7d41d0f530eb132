"""The WeChat channel: a verified service account (服务号). Runs in the service process.

`wechat_blueprint` gives Sanic the callback, `WeChatAdapter` gives the core the channel `wechat`. How to connect
an account: `docs/channels/wechat.md`.
"""

from channels.wechat.adapter import WeChatAdapter
from channels.wechat.callback import wechat_blueprint

__all__ = ["WeChatAdapter", "wechat_blueprint"]
