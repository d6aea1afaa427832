"""What one must hear about soon, bundled: at most one mail a day, and none when there is nothing new."""
