"""Conversations: the durable message log, ownership, dispatch to the bot and delivery to the platforms (design 4)."""
