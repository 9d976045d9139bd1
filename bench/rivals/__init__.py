"""What our check-ins are measured beside: the same route, the same checks and the same durability, written as each framework documents it.

`PUT /api/events/<evt_…>/checkins/<chk_…>` with a bearer token. Each of them looks the session up by the hash of its token and
refuses one that is over, reads the event, verifies the code's HMAC, judges the step against the event's window and
against the scan's time corrected by `sent_at`, answers a replay with what is stored (200) and a reused id with 409, counts
a person once an event by a unique constraint, writes a line of the journal, and answers 201 after a durable commit.

`tables` has the tables, the same for all; `checks` what is judged, apart from any framework. A phone's clock samples, the
doubts that need all check-ins of an event together (same phone, over the head-count) and sealed names are our own
work on top: nobody else does them here. The event's secret stands unsealed in their tables.
"""
