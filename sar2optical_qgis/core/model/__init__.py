"""Networks as ONNX files: their cards, where they lie, and how they run."""
