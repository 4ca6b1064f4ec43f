"""Forms that a record is written out in, one file each."""
