"""Advice in a few words: for a row of a list, and for a cell of a download."""


def in_short(advice):
    """“Hugo: yes”, or “Hugo is asked”."""
    if not advice.answer:
        return f"{advice.asked_of.first_name} is asked"
    return f"{advice.asked_of.first_name}: {advice.get_answer_display().lower()}"


def in_words(advice):
    """“Hugo Lindqvist: yes (A whole class would read it.)”"""
    line = f" ({advice.line})" if advice.line else ""
    return f"{advice.asked_of.name}: {advice.get_answer_display().lower() if advice.answer else 'asked'}{line}"
