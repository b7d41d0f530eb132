"""Customers: which accounts (户号) a conversation may see, and how it proved it (facts 5.1)."""
