"""New colleagues: whom to meet, to show round, and to have plan a first unit."""
