"""One stage of coding a file: pure functions from a document to what it says."""
