"""Advice of heads of department and others: on what to buy, and on what may go."""
