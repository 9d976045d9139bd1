"""The embedded object store: Kodo's upload protocol over one folder. Start in app.py."""
from .app import create_store
from .performing import run_operations
from .settings import Perform, StoreSettings
from .sweep import Swept, sweep

__all__ = ["Perform", "StoreSettings", "Swept", "create_store", "run_operations", "sweep"]
