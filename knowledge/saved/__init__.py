"""A snapshot in one file, which opens in milliseconds: what was read and indexed, and of what it was made.

The file holds JSON and flat arrays, nothing that could run. To save something new of a snapshot: a number goes into
`Snapshot.figures` and is saved as it is; anything else gets a line in `snapshot.pack` and one in `snapshot.unpack`.
"""
