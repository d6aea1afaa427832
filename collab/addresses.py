"""Addresses of pages, which Django works out once for each view and not once for each link.

A page has thirty links or more, and `reverse` takes as long for each as three rows of a list. What differs between two
links to the same view is numbers, and these are put in here.
"""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

FIRST_STAND_IN = 7_046_029_254_386_353_000  # No key gets that far.


def address(view_name, **parts):
    """The address of a view, as `reverse` gives it for the same parts. Raises `NoReverseMatch` as well."""
    numbers = tuple(name for name, part in parts.items() if type(part) is int)
    words = tuple((name, part) for name, part in parts.items() if type(part) is not int)
    return _shape(view_name, words, numbers, get_script_prefix()).format_map(parts)


@lru_cache(maxsize=10_000)
def _shape(view_name, words, numbers, _script_prefix):
    """The address with the name of each number in braces in its place; `reverse` leaves no brace of its own."""
    stand_ins = {name: FIRST_STAND_IN + place for place, name in enumerate(numbers)}
    shape = reverse(view_name, kwargs=dict(words) | stand_ins)
    for name, stand_in in stand_ins.items():
        shape = shape.replace(str(stand_in), f"{{{name}}}")
    return shape
