"""The first steps of new colleagues: met, shown round, signed up, a first topic, a first unit."""
