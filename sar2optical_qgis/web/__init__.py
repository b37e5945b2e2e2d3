"""The page and its service: the engine in a browser and for other programs, one sandboxed process a job."""
