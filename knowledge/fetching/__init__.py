"""Fetching from the web within limits: checked addresses, robots.txt, a polite pace, and copies that are asked after."""
