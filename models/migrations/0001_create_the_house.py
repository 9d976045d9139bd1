"""The first schema: campaigns, units, accounts, media, entries, workflow, journal."""
from peewee import SQL, BlobField, BooleanField, BigIntegerField, CharField, Check, CompositeKey, ForeignKeyField, IntegerField, JSONField, Model, TextField


def up(migrator, db):
    class Line(Model):
        what = CharField(index=True)
        about = CharField(index=True)
        actor_id = CharField(null=True)
        details = JSONField()
        once = CharField(null=True, unique=True)
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "line"

    class Campaign(Model):
        id = CharField(primary_key=True, max_length=40)
        name = CharField()
        starts = CharField(max_length=24)
        ends = CharField(max_length=24)
        newest = CharField(null=True, max_length=20)

        class Meta:
            database = db
            table_name = "campaign"

    class PlanVersion(Model):
        id = CharField(primary_key=True, max_length=20)
        campaign = ForeignKeyField(Campaign, on_delete="RESTRICT", backref="+")
        number = IntegerField()
        text = TextField()
        sha256 = CharField(max_length=64)
        document = JSONField()
        imported_at = CharField(max_length=24)
        imported_by = CharField(null=True)
        note = CharField()
        published_at = CharField(null=True, max_length=24)

        class Meta:
            database = db
            table_name = "plan_version"
            indexes = ((("campaign", "number"), True),)

    class PhaseEdge(Model):
        campaign = ForeignKeyField(Campaign, on_delete="RESTRICT", backref="+")
        phase = CharField(max_length=40)
        edge = CharField(max_length=8)
        instant = CharField(index=True, max_length=24)
        written_at = CharField(null=True, max_length=24)
        lapsed = BooleanField()

        class Meta:
            database = db
            table_name = "phase_edge"
            indexes = ((("campaign", "phase", "edge", "instant"), True),)
            constraints = [Check("edge IN ('opened', 'due', 'closed')")]

    class Unit(Model):
        id = CharField(primary_key=True, max_length=20)
        name = CharField(unique=True)
        short = CharField()
        aliases = JSONField()
        kind = CharField()
        parent = ForeignKeyField("self", null=True, backref="+")
        reports = BooleanField()
        position = IntegerField()
        liaison_a = CharField()
        liaison_b = CharField()
        office_phone = CharField()
        workers = IntegerField(null=True)
        merged_into = ForeignKeyField("self", null=True, backref="+")
        search = TextField()
        lineage = TextField()
        created_at = CharField(max_length=24)
        closed_at = CharField(null=True, max_length=24)

        class Meta:
            database = db
            table_name = "unit"
            constraints = [Check("kind IN ('province', 'city', 'prefecture', 'industry', 'direct', 'county', 'company', 'grassroots', 'department')")]

    class Account(Model):
        id = CharField(primary_key=True, max_length=20)
        openid = CharField(null=True, unique=True)
        unionid = CharField(null=True, unique=True)
        nickname = CharField()
        avatar = CharField()
        name_sealed = BlobField(null=True)
        name_print = CharField(null=True, index=True)
        phone_sealed = BlobField(null=True)
        phone_print = CharField(null=True, index=True)
        phone_verified_at = CharField(null=True, max_length=24)
        employee_no_sealed = BlobField(null=True)
        employee_no_print = CharField(null=True)
        unit = ForeignKeyField(Unit, null=True, backref="+")
        unit_typed = CharField()
        unit_asked_at = CharField(null=True, max_length=24)
        unit_confirmed_at = CharField(null=True, max_length=24)
        unit_confirmed_by = CharField(null=True)
        unit_refused_at = CharField(null=True, max_length=24)
        created_at = CharField(max_length=24)
        last_seen_at = CharField(max_length=24)
        deleted_at = CharField(null=True, max_length=24)
        is_demo = BooleanField()

        class Meta:
            database = db
            table_name = "account"
            indexes = ((("unit", "unit_asked_at"), False),)

    class Session(Model):
        token_hash = CharField(unique=True, max_length=64)
        account = ForeignKeyField(Account, on_delete="CASCADE", backref="+")
        created_at = CharField(max_length=24)
        expires_at = CharField(index=True, max_length=24)
        device = CharField()

        class Meta:
            database = db
            table_name = "session"

    class Grant(Model):
        account = ForeignKeyField(Account, backref="+")
        role = CharField()
        over = CharField()
        granted_by = CharField(null=True)
        granted_at = CharField(max_length=24)
        revoked_by = CharField(null=True)
        revoked_at = CharField(null=True, max_length=24)

        class Meta:
            database = db
            table_name = "role_grant"
            constraints = [Check("role IN ('coordinator', 'host', 'juror', 'organiser', 'administrator', 'observer')")]

    Grant.add_index(Grant.index(Grant.account, Grant.role, Grant.over, unique=True, where=Grant.revoked_at.is_null(), name="role_grant_live"))

    Grant.add_index(Grant.index(Grant.over, Grant.role, name="role_grant_over"))

    class Invitation(Model):
        id = CharField(primary_key=True, max_length=20)
        code_hash = CharField(unique=True, max_length=64)
        role = CharField()
        over = CharField()
        note = CharField()
        invited_by = CharField(null=True)
        created_at = CharField(max_length=24)
        expires_at = CharField(max_length=24)
        grant = ForeignKeyField(Grant, null=True, backref="+")
        used_by = CharField(null=True)
        used_at = CharField(null=True, max_length=24)
        revoked_at = CharField(null=True, max_length=24)

        class Meta:
            database = db
            table_name = "invitation"
            constraints = [Check("role IN ('coordinator', 'host', 'juror', 'organiser', 'administrator', 'observer')")]

    class RosterLine(Model):
        unit = ForeignKeyField(Unit, backref="+")
        name_sealed = BlobField()
        name_print = CharField()
        phone_sealed = BlobField(null=True)
        phone_print = CharField(null=True)
        employee_no_sealed = BlobField(null=True)
        employee_no_print = CharField(null=True)
        claimed_by = ForeignKeyField(Account, null=True, backref="+")
        claimed_at = CharField(null=True, max_length=24)

        class Meta:
            database = db
            table_name = "roster_line"
            indexes = ((("unit", "phone_print"), True), (("unit", "employee_no_print"), True))

    class RosterTry(Model):
        account = ForeignKeyField(Account, on_delete="CASCADE", backref="+")
        day = CharField(max_length=10)
        count = IntegerField(constraints=[SQL('DEFAULT 0')])

        class Meta:
            database = db
            table_name = "roster_try"
            indexes = ((("account", "day"), True),)

    class File(Model):
        id = CharField(primary_key=True)
        about = CharField(index=True)
        owner = ForeignKeyField(Account, on_delete="RESTRICT", backref="+")
        kind = CharField(constraints=[Check("kind IN ('photo', 'song', 'video', 'document')")])
        name = CharField()
        size = BigIntegerField()
        declared_sha256 = CharField(null=True)
        rules = JSONField()
        key = CharField(unique=True)
        ticket = CharField(unique=True)
        position = IntegerField()
        asked_to_replace = CharField(null=True)
        replaces = CharField(null=True)
        state = CharField(index=True, constraints=[Check("state IN ('waiting', 'stored', 'ready', 'refused')")])
        mime = CharField(null=True)
        etag = CharField(null=True)
        sha256 = CharField(null=True)
        verdicts = JSONField()
        opened_at = CharField(max_length=24)
        stored_at = CharField(null=True, max_length=24)
        called_back_at = CharField(null=True, max_length=24)
        looked_at = CharField(null=True, max_length=24)
        removed_at = CharField(null=True, index=True, max_length=24)

        class Meta:
            database = db
            table_name = "file"

    class Discarded(Model):
        key = CharField(primary_key=True)
        due_at = CharField(index=True, max_length=24)

        class Meta:
            database = db
            table_name = "discarded"

    class Entry(Model):
        id = CharField(primary_key=True)
        campaign = ForeignKeyField(Campaign, on_delete="RESTRICT", backref="+")
        plan_version = ForeignKeyField(PlanVersion, on_delete="RESTRICT", backref="+")
        track = CharField()
        type = CharField(null=True)
        title = CharField()
        fields = JSONField()
        private = BlobField(null=True)
        authors = JSONField()
        consents = JSONField()
        search = TextField()
        author = ForeignKeyField(Account, null=True, on_delete="RESTRICT", backref="+")
        author_key = CharField()
        author_name = BlobField(null=True)
        author_phone_print = CharField(null=True, index=True)
        entered_by = ForeignKeyField(Account, on_delete="RESTRICT", backref="+")
        unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")
        unit_typed = CharField(null=True)
        reporting_unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")
        state = CharField(constraints=[Check("state IN ('draft', 'submitted', 'returned', 'preselected', 'declined', 'shortlisted', 'approved', 'recommended', 'withdrawn', 'disqualified')")])
        revision = IntegerField()
        campaign_slot = IntegerField(null=True)
        track_slot = IntegerField(null=True)
        editable_until = CharField(null=True, max_length=24)
        endorsed_at = CharField(null=True, max_length=24)
        exhibited_at = CharField(null=True, max_length=24)
        saved_at = CharField(max_length=24)
        submitted_at = CharField(null=True, max_length=24)
        preselected_at = CharField(null=True, max_length=24)
        received_at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "entry"
            indexes = ((("campaign", "author_key", "campaign_slot"), True), (("campaign", "author_key", "track", "track_slot"), True), (("campaign", "track", "state", "received_at"), False), (("reporting_unit", "state", "received_at"), False), (("author", "received_at"), False), (("entered_by", "received_at"), False), (("received_at", "id"), False))
            constraints = [Check("(state IN ('submitted', 'returned', 'preselected', 'declined', 'shortlisted', 'approved', 'recommended')) = (campaign_slot IS NOT NULL)"), Check('(campaign_slot IS NULL) = (track_slot IS NULL)')]

    class Revision(Model):
        entry = ForeignKeyField(Entry, on_delete="CASCADE", backref="+")
        number = IntegerField()
        digest = CharField()
        document = JSONField()
        saved_by = CharField()
        at = CharField(max_length=24)

        class Meta:
            database = db
            table_name = "revision"
            primary_key = CompositeKey("entry", "number")

    class Publication(Model):
        campaign = ForeignKeyField(Campaign, on_delete="RESTRICT", backref="+")
        track = CharField()
        agreed = JSONField()
        proposed_at = CharField(max_length=24)
        published_at = CharField(null=True, max_length=24)

        class Meta:
            database = db
            table_name = "publication"
            primary_key = CompositeKey("campaign", "track")

    class LateCode(Model):
        id = CharField(primary_key=True)
        print = CharField(unique=True)
        campaign_id = CharField()
        track = CharField(null=True)
        reporting_unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")
        until = CharField(max_length=24)
        uses = IntegerField()
        used = IntegerField()
        reason = TextField()
        issued_by = ForeignKeyField(Account, on_delete="RESTRICT", backref="+")
        issued_at = CharField(max_length=24)
        revoked_at = CharField(null=True, max_length=24)

        class Meta:
            database = db
            table_name = "late_code"
            constraints = [Check('used >= 0'), Check('used <= uses')]

    class Move(Model):
        id = CharField(primary_key=True)
        entry = ForeignKeyField(Entry, on_delete="RESTRICT", backref="+")
        number = IntegerField()
        act = CharField(constraints=[Check("act IN ('submit', 'withdraw', 'endorse', 'return', 'preselect', 'decline', 'shortlist', 'approve', 'recommend', 'disqualify', 'move_track', 'change_reporting_unit', 'publish', 'exhibit', 'unexhibit')")])
        source = CharField(constraints=[Check("source IN ('draft', 'submitted', 'returned', 'preselected', 'declined', 'shortlisted', 'approved', 'recommended', 'withdrawn', 'disqualified')")])
        target = CharField(constraints=[Check("target IN ('draft', 'submitted', 'returned', 'preselected', 'declined', 'shortlisted', 'approved', 'recommended', 'withdrawn', 'disqualified')")])
        actor = ForeignKeyField(Account, on_delete="RESTRICT", backref="+")
        as_role = CharField(constraints=[Check("as_role IN ('author', 'endorser', 'coordinator', 'host', 'organiser')")])
        on_behalf_of = CharField(null=True)
        acting_unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")
        comment = TextField()
        due_at = CharField(null=True, max_length=24)
        late_s = IntegerField()
        late_code = ForeignKeyField(LateCode, null=True, on_delete="RESTRICT", backref="+")
        asked = JSONField()
        at = CharField(index=True, max_length=24)

        class Meta:
            database = db
            table_name = "move"
            indexes = ((("entry", "number"), True),)

    db.create_tables([Line, Campaign, PlanVersion, PhaseEdge, Unit, Account, Session, Grant, Invitation, RosterLine, RosterTry, File, Discarded, Entry, Revision, Publication, LateCode, Move])


def down(migrator, db):
    for table in ("move", "late_code", "publication", "revision", "entry", "discarded", "file", "roster_try", "roster_line", "invitation", "role_grant", "session", "account", "unit", "phase_edge", "plan_version", "campaign", "line"):
        db.execute_sql(f'DROP TABLE "{table}"')
