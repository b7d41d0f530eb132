"""The core of Laidian: conversations, tickets, customers, utility ports, the SQL store. The only process facing outside."""
