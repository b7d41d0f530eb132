"""Adapters between the platforms and the service, one package a platform. They run in the service process."""
