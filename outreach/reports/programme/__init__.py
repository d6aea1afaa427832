"""Where a school places its library programme, year by year."""
