"""The bot as the service sees it: a port, and its Rasa implementation over loopback HTTP."""
