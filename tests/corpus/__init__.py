"""Files as workers send them, and as enemies would: all made here by code, the same at every run, with what is to be said of each.

cases.py and its tables list the good and the bad with their verdicts; hostile.py lists the hostile by family.
"""
