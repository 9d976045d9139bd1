"""A stand-in for api.weixin.qq.com: the same HTTP, for `make run` and the tests.

Start at app.py (what there is), then state.py (what is kept), then a file for each neighbourhood.
Not here yet: messages and their events, content checks, follower lists. They come with notices.
"""
from gateways.wechat.simulator.app import create_simulator
from gateways.wechat.simulator.state import Settings

__all__ = ["Settings", "create_simulator"]
