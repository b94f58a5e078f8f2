"""What `commonplace doctor` looks at, subject by subject, and the copy of the store that `commonplace backup` makes."""
