"""Settings, masked logging, the command line and small pure parsers shared by every process."""
