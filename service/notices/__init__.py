"""What the bot says of its own accord: a reminder of an open question, the end of an outage somebody waits for."""
