"""One script for each change of the tables, numbered; none changes once it was released."""
