"""How a run goes: tiles through a pipeline, outputs that appear whole or not at all, and what is written into them."""
