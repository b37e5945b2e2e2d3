"""The Processing algorithms: one file, one class, one algorithm each."""
