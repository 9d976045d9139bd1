"""提醒 as documents: written by an organiser, or by the clock from the campaign's default plans.

`law` says which step leads from which state to which; `drafting` saves, `moving` steps, `due` writes what the calendar asks for,
`moments` finds the next right hour, `keywords` makes values that WeChat takes, `gaps` fills what differs from person to person.
"""
