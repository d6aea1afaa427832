"""Typed words as a PostgreSQL full-text query: every word, each as a prefix."""

import re

from django.contrib.postgres.search import SearchQuery


def matching(words):
    """A raw prefix query for what somebody typed; None when it holds no word at all.

    The dictionary is `simple`: it suits every school's language, and prefixes find “volcanoes” by “volcano”.
    """
    found = re.findall(r"\w+", words)[:12]
    if not found:
        return None
    return SearchQuery(" & ".join(f"'{word}':*" for word in found), config="simple", search_type="raw")
