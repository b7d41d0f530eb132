"""The SQL store: SQLite by default, PostgreSQL by URL. Runs in the service process."""

from service.store.engine import Store, StoreError, Transaction, is_away, outlasting

__all__ = ["Store", "StoreError", "Transaction", "is_away", "outlasting"]
