"""What the learned models read and say: the features shared with training, ONNX inference and the model files."""
