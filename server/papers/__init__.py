"""Papers to read and to print, as .docx: made from the plan in force, so that they ask what the phone asks.

`catalogue` says which there are; `forms` and `texts` write them on a `sheet`.
"""
