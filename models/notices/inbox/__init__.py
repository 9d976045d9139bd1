"""消息: what stands in a person's inbox. `wording` says of what, to whom and how; `actions.announce` writes it from the journal, once."""
