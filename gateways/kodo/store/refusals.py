"""What the store says when it says no: Kodo's own numbers and words, so that the official SDKs react as they should.

An SDK never retries 4xx, 579, 608, 612, 614, 631, 701 and always retries 599 and 503. Source: `qiniu` 7.18.0
`ResponseInfo.need_retry`, developer.qiniu.com "错误码".
"""

NO_TOKEN = 401, "token not specified"
BAD_TOKEN = 401, "bad token"
EXPIRED_TOKEN = 401, "expired token"
OUT_OF_SCOPE = 403, "key doesn't match with scope"
TOO_SMALL = 403, "file size is less than fsizeMin"
OVER_QUOTA = 403, "storage quota exceeded"
NO_DOCUMENT = 404, "Document not found"
NO_ROUTE = 404, "no such api"
WRONG_METHOD = 405, "method not allowed"
NOT_ENABLED = 400, "persistent operations are not enabled for this account"
NO_FILE_PART = 400, "file is not specified in multipart"
BAD_ARGUMENT = 400, "invalid argument"
BAD_KEY = 400, "invalid key"
CUT_SHORT = 400, "unexpected EOF"
WRONG_SUM = 406, "unmatched checksum"
TOO_LARGE = 413, "request entity too large"
OVER_FSIZE_LIMIT = 413, "exceed FsizeLimit"
FAILED = 599, "internal server error"
NO_OBJECT = 612, "no such file or directory"
NO_OPERATION = 612, "no such persistentId"
NO_UPLOAD = 612, "no such uploadId"
EXISTS = 614, "file exists"
NO_BUCKET = 631, "no such bucket"
BAD_MARKER = 640, "invalid list marker"
BAD_CONTEXT = 701, "invalid ctx"


class Refusal(Exception):
    """The answer is `code` with `{"error": said}`. `retry_after_s` becomes the Retry-After header."""

    def __init__(self, code: int, said: str, *, retry_after_s: int | None = None) -> None:
        self.code, self.said, self.retry_after_s = code, said, retry_after_s
        super().__init__(f"{code} {said}")
