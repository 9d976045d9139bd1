"""A stand-in for api.weixin.qq.com: the same HTTP, for `make run` and the tests.

Start at app.py (what there is), then state.py (what is kept), then a file for each neighbourhood.
What happens later is a row: courier.py does what is due, push_out.py tells our callback address.
Not here yet: messages and their events, follower lists. They come with notices.
"""
from gateways.wechat.simulator.app import create_simulator
from gateways.wechat.simulator.state import PushAddress, Settings

__all__ = ["PushAddress", "Settings", "create_simulator"]
