"""Offline events (线下活动) from plan to confirmed, and who was there: check-ins that work without a network.

The event as a document: `law` (its steps, as data), `tables`, `draft`, `standing` (who looks after it), `completeness`,
`actions` and `attachments` (logging, photographs, the paper sheet), `moving`, `queries`, `progress` and `wording`.

Who was there: `codes` and `secrets` (the rotating code), `personal_codes`, `scans` and `halls` (what is judged),
`samples` and `clocks`, `reasons` and `judging` (a pure function of all scans, secrets and clock samples of one event),
`settling` (the judgement written down), `arriving` with its two ways in `scanning` (a burst in one commit) and `by_hand`,
`decisions` (a coordinator accepts or undoes), `register` and `board`.
"""
