"""Training, evaluation and export of the networks that the plugin ships. Never imported by the plugin."""
