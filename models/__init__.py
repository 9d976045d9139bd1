"""The campaign itself, without a network and without a web page.

Read the rooms in this order; each may use the rooms above it and none below:

    campaign   the call as a versioned document: phases, tracks, forms, consents, targets
    units      the tree of unions, by full and everyday names
    accounts   people, their sessions, and the roles they hold over a unit, a track, an event or everything
    media      files: upload tickets, what the store says of them
    entries    works: drafts and their saved versions, and who may see them
    safety     WeChat's content checks of texts, pictures and sound, and the people who decide where it doubts
    workflow   the moves that carry an entry from draft to recommended, as models.law has them
    originality  the radar: files that look like other files, for people to compare
    events     offline events, check-ins that work without a network, and who counts as having been there
    promoters  职工好网民宣传员, and how many people their links brought
    targets    12351+: every number with the rows behind it, and statements that never change
    notices    messages to the people whom the journal's lines concern, and notices of each phase: audiences, plans, pushes, credits
    complaints what people say of the campaign and the service, and what they are answered
    personal   my own data across all rooms: what I can take with me, and leaving

Beside the rooms stand the leaves (config, clock, ids, problem, problems, db, documents, rows, queue, journal,
law, logs, ports, seal). Nothing here imports server, jobs, gateways, Flask or an HTTP client.
"""
ROOMS = ("campaign", "units", "accounts", "media", "entries", "safety", "workflow", "originality", "events", "promoters",
         "targets", "notices", "complaints", "personal")
LEAVES = ("clock", "ids", "problem", "problems", "ports", "documents", "seal", "logs", "config", "db", "rows", "queue", "journal", "law")
