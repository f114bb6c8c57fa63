"""Configuration: settings by concern, root addresses, the server's entry point. Imported by nobody but the command line."""
