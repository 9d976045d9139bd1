"""The law, applied: the moves that carry an entry from draft to recommended, and the facts beside them."""
