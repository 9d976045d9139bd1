"""消息和提醒: who is to hear of what, by which channel, and whether they did.

    inbox      消息: what stands in a person's inbox; written from the journal, or for everybody a notice is for
    audiences  whom a notice is for, as data; how many of them can be reached
    plans      提醒: a notice as a document with a law of its own, the campaign's default plans, and the right moment
    ledger     one row a person, notice and pushed channel; credits taken before a send; what WeChat answered, then and later

The inbox is the first channel and never fails: its Message is its delivery. The two pushed channels, the official account and
the mini program's subscribe message, have a Delivery each.
"""
