"""The object store: client.py speaks to it, store/ is the embedded one."""
