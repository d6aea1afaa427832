"""What `make run` and `make test` stand on: embedded servers and one supervisor, without Django."""
