"""A stand-in for api.weixin.qq.com: the same HTTP, for `make run` and the tests.

Start at app.py (what there is), then state.py (what is kept), then a file for each neighbourhood.
What happens later is a row: courier.py does what is due, push_out.py tells our callback address.
"""
from gateways.wechat.simulator.app import create_simulator
from gateways.wechat.simulator.state import PushAddress, Settings, Template

__all__ = ["PushAddress", "Settings", "Template", "create_simulator"]
