"""Measures an installation beside a stock Rasa bot, and prints the ratios (`make bench`)."""
