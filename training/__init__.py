"""Makes the model files: one folder per model, each one command from data to a calibrated, quantized ONNX file."""
