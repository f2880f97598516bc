"""The faces of the system: HTTP and the command line."""
