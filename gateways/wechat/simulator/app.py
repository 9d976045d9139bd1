"""The stand-in as a WSGI callable: which paths there are, and the manners every one of them has.

Manners: HTTP 200 always, `errcode`, an errmsg that ends in a rid, any Content-Type.
One request is one transaction of the state file, so several threads and processes may serve it.
It routes by a dictionary and not by a framework: sign-in bursts pass through here.
"""
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from gateways.wechat.simulator import checks, codes, controls, courier, faults, messages, pictures, requests_log, sessions, tokens
from gateways.wechat.simulator.codes import Refusal
from gateways.wechat.simulator.faults import Fault
from gateways.wechat.simulator.state import Call, Settings, State
from gateways.wechat.simulator.wire import Answer, as_json, call_of


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`needs_token` also fills `call.appid` with the account the token belongs to."""
    method: str
    answer: Callable[[Call], Answer]
    needs_token: bool = True


def _dead(errcode: int) -> Endpoint:
    def answer(_call: Call) -> Answer:
        raise Refusal(errcode)
    return Endpoint("POST", answer, needs_token=False)


ENDPOINTS: dict[str, Endpoint] = {
    "/sns/jscode2session": Endpoint("GET", sessions.sign_in, needs_token=False),
    "/cgi-bin/token": Endpoint("GET", tokens.plain, needs_token=False),
    "/cgi-bin/stable_token": Endpoint("POST", tokens.stable, needs_token=False),
    "/wxa/business/getuserphonenumber": Endpoint("POST", sessions.phone_number),
    "/wxa/checksession": Endpoint("GET", sessions.check),
    "/wxa/resetusersessionkey": Endpoint("GET", sessions.reset),
    "/wxa/getwxacodeunlimit": Endpoint("POST", pictures.mini_program_code),
    "/wxa/msg_sec_check": Endpoint("POST", checks.text),
    "/wxa/media_check_async": Endpoint("POST", checks.media),
    "/cgi-bin/message/subscribe/send": Endpoint("POST", messages.subscribe_send),
    "/cgi-bin/message/template/send": Endpoint("POST", messages.template_send),
    "/wxaapi/newtmpl/gettemplate": Endpoint("GET", messages.mini_templates),
    "/cgi-bin/template/get_all_private_template": Endpoint("GET", messages.official_templates),
    "/cgi-bin/user/info": Endpoint("GET", messages.user_info),
    "/cgi-bin/user/get": Endpoint("GET", messages.followers),
    "/cgi-bin/message/wxopen/template/send": _dead(45103),
    "/cgi-bin/message/wxopen/template/uniform_send": _dead(45109),
}


def create_simulator(settings: Settings) -> WSGIApplication:
    """Serve at the root or below a mount point (SCRIPT_NAME). Makes the state file when it is not there.

    With `settings.calls_out` a thread of this process does from now on what WeChat would do later.
    """
    state = State(settings)
    if settings.calls_out:
        courier.start(state)

    def simulator(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        answer = controls.answer(state, environ) if path.startswith("/_sim/") else _neighbour(state, environ)
        return answer.send(start_response)
    return simulator


def _neighbour(state: State, environ: WSGIEnvironment) -> Answer:
    """What WeChat would do, then what the planned fault makes of it: a lost answer is still a used-up code."""
    with state.turn() as (db, now):
        call = call_of(environ, db, now, state.settings)
        fault = faults.due(call)
        answer = fault.instead() or _do(call)
        requests_log.note(call, answer, fault.name)
    return _late_or_lost(answer, fault)


def _do(call: Call) -> Answer:
    try:
        endpoint = ENDPOINTS.get(call.path)
        if not endpoint:
            raise Refusal(40066)
        if call.method != endpoint.method:
            raise Refusal(43002 if endpoint.method == "POST" else 43001)
        if endpoint.needs_token:
            call.appid = tokens.account_of(call)
        return endpoint.answer(call)
    except Refusal as why:
        return as_json(codes.body(why, call.now), errcode=why.errcode)


def _late_or_lost(answer: Answer, fault: Fault) -> Answer:
    if fault.delay_s:
        time.sleep(fault.delay_s)
    return answer.cut_short() if fault.drop else answer
