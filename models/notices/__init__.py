"""消息: what the journal says, told to the people it concerns. `wording` says of what, to whom and how; `actions` writes it, once.

The journal is the outbox. Everything here stands behind one verb, `actions.announce`, so that plans, channels and
a ledger of deliveries can be put in its place.
"""
