"""WeChat: the client, the callback's envelope, and a stand-in that speaks the same HTTP (`simulator/`).

Reading order: client → asking → access_token → errcodes; push stands alone.
"""
from gateways.wechat.client import WeChatGateway
from gateways.wechat.push import PushDoor

__all__ = ["PushDoor", "WeChatGateway"]
