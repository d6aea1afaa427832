"""What can be done to a plan as a whole: getting it for a request, its writes, its addresses."""
