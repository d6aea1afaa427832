"""What is on a list: headings, links and titles, in an order that people give them."""
