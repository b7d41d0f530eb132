"""Rasa custom actions, one module a topic. They run in the actions process and reach the service over loopback HTTP only."""
