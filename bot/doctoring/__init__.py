"""What `commonplace doctor` looks at, subject by subject; what `backup` and `key renew` do with the store."""
