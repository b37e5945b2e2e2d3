"""From a checkpoint to an ONNX file that ships, and back."""
