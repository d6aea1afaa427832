"""The four plain lists of a school: year levels, departments, subjects, classes. One set of pages serves them all."""
