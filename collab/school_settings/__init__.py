"""What an administrator sets: school, terms, year levels, subjects, departments, classes."""
