"""职工好网民宣传员: enrolled or nominated, confirmed by their unit; and how many people their links brought, in total only.

Read in this order: `law` (the steps of a promoter, as data), `tables`, `standing` (who is who to a promoter), `enrolling`
(a new one, and what it may say), `actions` (saving), `moving` (steps), `visits` (people whom links brought), `queries`.
No table can tell whom a promoter brought or how many: 二次传播 is a total, never a score of a person or a unit.
"""
