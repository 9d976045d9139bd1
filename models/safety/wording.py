"""Content checks in words: what was looked at, what WeChat said of it, why a person must look, how it stands with an entry."""
from models.safety.tables import CheckState, ContentCheck

# wechat.md §4.1 and §4.2: WeChat's own numbers.
LABELS = {100: "正常", 10001: "广告", 20001: "时政", 20002: "色情", 20003: "辱骂", 20006: "违法犯罪", 20008: "欺诈", 20012: "低俗",
          20013: "版权", 21000: "其他"}
SUGGESTS = {"risky": "微信认为有风险", "review": "微信拿不准", "pass": "微信没有发现问题"}
WHYS = {
    "timeout": "微信没有按时答复", "away": "两小时内没有联系上微信", "no_openid": "这个账号已注销，微信不能检查",
    "-1008": "微信取不到这个文件", "61010": "作者两小时内没有打开过小程序，微信不检查",
    "43104": "这个账号不属于本小程序，微信不检查", "40003": "微信不认识这个账号", "87020": "微信已收到过同样的请求，没有答复",
}
STATES = {
    CheckState.DUE: "检查中", CheckState.ASKED: "检查中", CheckState.PASSED: "已通过", CheckState.HUMAN: "待人工核对",
    CheckState.CLEARED: "人工核对通过", CheckState.BLOCKED: "未通过",
}
SUMMARIES = {"pending": "内容安全：检查中", "passed": "内容安全：已通过", "human": "内容安全：待人工核对", "blocked": "内容安全：未通过"}
FRAME = "frame_"


def part(check: ContentCheck) -> str:
    """正文、正文第 2 段、照片、第 3 个画面、录音."""
    kind, _, name = check.part.partition("/")
    if kind == "text":
        return "正文" if name == "1" else f"正文第 {name} 段"
    if kind == "sound":
        return "录音"
    return f"第 {int(name.removeprefix(FRAME))} 个画面" if name.startswith(FRAME) else "照片"


def said(check: ContentCheck) -> str:
    """What WeChat said, or why it said nothing."""
    if check.suggest is None:
        return WHYS.get(check.why or "", f"微信没有检查（{check.why}）") if check.why else "微信还没有答复"
    about = LABELS.get(check.label or 100, f"其他（{check.label}）")
    return SUGGESTS[check.suggest] if about == LABELS[100] else f"{SUGGESTS[check.suggest]}：{about}"


def refused(comment: str) -> str:
    """What the author of a blocked file is told."""
    return f"内容审核未通过：{comment.strip().rstrip('。．.；;')}，请换一个文件"
