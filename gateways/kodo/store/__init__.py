"""The embedded object store: Kodo's upload protocol over one folder. Start in app.py."""
from .app import create_store
from .settings import StoreSettings
from .sweep import Swept, sweep

__all__ = ["StoreSettings", "Swept", "create_store", "sweep"]
