"""What the loans of boxes tell whoever buys: what was lost, what was always used, what never was."""
