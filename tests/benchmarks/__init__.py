"""Quality and speed, measured side by side in one run. `make bench` prints it; nothing here fails on a figure."""
