"""The campaign as a versioned document: what is asked, of whom, by when.

Read `plan` first (the document's schema, with `tracks` and `scalars` under it), then
`calendar` (what time permits) and `forms` (whether answers fit). `actions` makes
versions of it, `queries` says which one holds, `wire` tells it to a phone, `shift` moves it to other days.
"""
