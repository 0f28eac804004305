"""Use cases, one per file. The app and the command line are two faces of these functions."""
