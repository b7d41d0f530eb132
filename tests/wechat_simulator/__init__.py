"""A local stand-in for the WeChat platform: its API, its pushes, and a terminal chat (`make wechat-sim`)."""

from tests.wechat_simulator.account import Account, encrypt, sha1_of, to_xml
from tests.wechat_simulator.platform import Delivered, Fault, Platform
from tests.wechat_simulator.pusher import Pusher, Reply, SimulatedCustomer

__all__ = [
    "Account",
    "Delivered",
    "Fault",
    "Platform",
    "Pusher",
    "Reply",
    "SimulatedCustomer",
    "encrypt",
    "sha1_of",
    "to_xml",
]
