"""Speed, measured side by side in one run. `make bench` prints it; nothing here fails on a time."""
