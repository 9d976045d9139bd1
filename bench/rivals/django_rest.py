"""(a) Django REST framework and the Django ORM on PostgreSQL, as their documentation shows it; gunicorn serves it with 32 threads.

Models, a serializer for what comes in and a ModelSerializer for what goes out, an authentication class, `transaction.atomic()`,
IntegrityError where a constraint speaks, persistent connections (CONN_MAX_AGE), only the middleware an API needs, JSON only.
"""
import os
from typing import Any
from urllib.parse import urlsplit

import django  # type: ignore[import-untyped]
from django.conf import settings  # type: ignore[import-untyped]

_url = urlsplit(os.environ["RIVAL_DATABASE"])
settings.configure(
    DEBUG=False, SECRET_KEY="of no use here", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, USE_TZ=True,
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": _url.path[1:], "USER": _url.username,
                           "HOST": _url.hostname, "PORT": _url.port, "CONN_MAX_AGE": 600}},
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"],
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework"],
    REST_FRAMEWORK={"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
                    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"]})
django.setup()

from django.core.wsgi import get_wsgi_application  # type: ignore[import-untyped]  # noqa: E402
from django.db import IntegrityError, models, transaction  # type: ignore[import-untyped]  # noqa: E402
from django.urls import path  # type: ignore[import-untyped]  # noqa: E402
from django.utils import timezone  # type: ignore[import-untyped]  # noqa: E402
from rest_framework import (  # type: ignore[import-untyped]  # noqa: E402
    authentication,
    exceptions,
    generics,
    pagination,
    permissions,
    serializers,
    views,
)
from rest_framework.response import Response  # type: ignore[import-untyped]  # noqa: E402

from bench.rivals import checks  # noqa: E402


class Account(models.Model):
    id = models.CharField(primary_key=True, max_length=20)
    name = models.TextField()
    is_authenticated = True

    class Meta:
        app_label, db_table, managed = "rival", "account", False


class Session(models.Model):
    id = models.BigAutoField(primary_key=True)
    token_hash = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, models.CASCADE)
    expires_at = models.DateTimeField()

    class Meta:
        app_label, db_table, managed = "rival", "session", False


class Event(models.Model):
    id = models.CharField(primary_key=True, max_length=20)
    title = models.TextField()
    place = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    secret = models.BinaryField()

    class Meta:
        app_label, db_table, managed = "rival", "event", False


class CheckIn(models.Model):
    id = models.CharField(primary_key=True, max_length=20)
    event_id = models.CharField(max_length=20)
    account = models.ForeignKey(Account, models.PROTECT)
    step = models.BigIntegerField()
    mac = models.CharField(max_length=16)
    name = models.TextField()
    device = models.TextField()
    scanned_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()
    scan_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    state = models.TextField()
    reason = models.TextField(null=True)
    evidence = models.TextField()

    class Meta:
        app_label, db_table, managed = "rival", "check_in", False


class Attendance(models.Model):
    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, models.CASCADE)
    account = models.ForeignKey(Account, models.PROTECT)
    check_in = models.OneToOneField(CheckIn, models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        app_label, db_table, managed = "rival", "attendance", False
        constraints = [models.UniqueConstraint(fields=["event", "account"], name="attendance_event_id_account_id_key")]


class Line(models.Model):
    id = models.BigAutoField(primary_key=True)
    what = models.TextField()
    about = models.TextField()
    actor_id = models.TextField(null=True)
    details = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        app_label, db_table, managed = "rival", "journal", False


class ByToken(authentication.BaseAuthentication):
    def authenticate(self, request: Any) -> tuple[Account, Session] | None:
        token = checks.bearer(request.META.get("HTTP_AUTHORIZATION"))
        if token is None:
            return None
        live = Session.objects.select_related("account").filter(expires_at__gt=timezone.now())
        session = live.filter(token_hash=checks.token_hash(token)).first()
        if session is None:
            raise exceptions.AuthenticationFailed()
        return session.account, session

    def authenticate_header(self, request: Any) -> str:  # noqa: ARG002 - the framework's own signature
        return "Bearer"


class CheckInIn(serializers.Serializer):
    code = serializers.CharField(max_length=300)
    scanned_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField()
    name = serializers.CharField(max_length=60, allow_blank=True, default="")

    def validate_code(self, text: str) -> checks.Code:
        code = checks.read(text)
        if code is None:
            raise serializers.ValidationError("不是签到码")
        return code


class CheckInOut(serializers.ModelSerializer):
    event = serializers.CharField(source="event_id")
    how = serializers.ReadOnlyField(default="code")
    words = serializers.SerializerMethodField()
    counted = serializers.BooleanField()

    class Meta:
        model = CheckIn
        fields = ("id", "event", "how", "state", "evidence", "reason", "words", "scanned_at", "received_at", "counted")

    def get_words(self, row: CheckIn) -> str:
        return checks.words(row.state, row.reason)


class IdReused(exceptions.APIException):
    status_code, default_code = 409, "id.reused"


class CheckInView(views.APIView):
    authentication_classes = (ByToken,)
    permission_classes = (permissions.IsAuthenticated,)

    def put(self, request: Any, event_id: str, check_in_id: str) -> Response:
        asked = CheckInIn(data=request.data)
        asked.is_valid(raise_exception=True)
        row = judged(event_id, check_in_id, asked.validated_data, request)
        try:
            keep(row)
        except IntegrityError:
            return Response(CheckInOut(stored(row)).data, status=200)
        return Response(CheckInOut(row).data, status=201)


def judged(event_id: str, check_in_id: str, given: dict[str, Any], request: Any) -> CheckIn:
    event, received_at, code = Event.objects.filter(pk=event_id).first(), timezone.now(), given["code"]
    hall = checks.Hall(event.id, event.starts_at, event.ends_at, bytes(event.secret)) if event else None
    verdict = checks.judge(code, event_id, hall, scanned_at=given["scanned_at"], sent_at=given["sent_at"], received_at=received_at)
    return CheckIn(id=check_in_id, event_id=event_id, account=request.user, step=code.step, mac=code.mac, name=given["name"],
                   device=request.headers.get("X-Device", ""), scanned_at=given["scanned_at"], sent_at=given["sent_at"],
                   received_at=received_at, scan_at=verdict.scan_at, state=verdict.state, reason=verdict.reason,
                   evidence=verdict.evidence, digest=checks.digest(event_id, code, given["scanned_at"], given["name"]))


@transaction.atomic  # type: ignore[untyped-decorator]
def keep(row: CheckIn) -> None:
    """Raises IntegrityError where the id is taken."""
    row.save(force_insert=True)
    row.counted = row.state == "accepted" and is_first(row)
    if row.state == "accepted" and not row.counted:
        row.reason = "again"
        row.save(update_fields=["reason"])
    Line.objects.create(what="check_in.kept", about=row.id, actor_id=row.account_id, at=row.received_at,
                        details={"event": row.event_id, "how": "code", "state": row.state})


def is_first(row: CheckIn) -> bool:
    """One person once an event."""
    try:
        with transaction.atomic():
            Attendance.objects.create(event_id=row.event_id, account=row.account, check_in=row, at=row.scan_at)
    except IntegrityError:
        return False
    return True


def with_presence() -> Any:
    return CheckIn.objects.annotate(counted=models.Exists(Attendance.objects.filter(check_in=models.OuterRef("pk"))))


def stored(row: CheckIn) -> CheckIn:
    """What stands under this id. Raises IdReused where it is somebody else's or means something else."""
    found = with_presence().get(pk=row.id)
    if (found.account_id, found.digest) != (row.account_id, row.digest):
        raise IdReused()
    return found


class Pages(pagination.CursorPagination):
    page_size = 20
    ordering = ("-received_at", "-id")


class CheckIns(generics.ListAPIView):
    authentication_classes = (ByToken,)
    permission_classes = (permissions.IsAuthenticated,)
    serializer_class = CheckInOut
    pagination_class = Pages

    def get_queryset(self) -> Any:
        return with_presence().filter(event_id=self.kwargs["event_id"])


urlpatterns = [path("api/events/<str:event_id>/checkins/<str:check_in_id>", CheckInView.as_view()),
               path("api/events/<str:event_id>/checkins", CheckIns.as_view())]
app = get_wsgi_application()
