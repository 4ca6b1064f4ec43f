"""Speed and memory of a coding run; ``python -m benchmarks --help``."""
