"""What a form held that cannot be taken, so that it is copied or sent again; never what is secret."""

import re

from collab.middleware import clean

TOKEN, OPENED_BY = "csrfmiddlewaretoken", "opened_by"
SECRET = re.compile(r"password|credential|secret|token|(^|[-_])code$")
# What forms send for themselves: where they lead, what they were read at, which button was pressed.
MACHINERY = re.compile(
    r"(^|-)(opened_by|next|then|then_do|view|action|version|was|read_at|seen|shown|told|sending|block|page|serial|keep)$"
)
NUMBER_OF_A_THING = re.compile(r"\d{1,7}")
CHOICE = re.compile(r"on|[a-z]+(_[a-z]+)+")


def held(request):
    """For a page that says why a form was not taken: the texts in it, and all of it where it can be sent once more.

    That is so for a form whose page said who opened it: only a script can say so, and give it the newest token. Files
    are not kept, nor is what is secret.
    """
    sent = request.POST
    has_secrets = any(SECRET.search(name.lower()) for name in sent if name != TOKEN)
    may_be_sent_again = OPENED_BY in sent and not has_secrets and not request.FILES
    fields = [(name, one) for name, values in sent.lists() if name not in (TOKEN, OPENED_BY) for one in values]
    again = {"opened_by": sent[OPENED_BY], "fields": fields} if may_be_sent_again else None
    return {"typed": texts_in(sent), "again": again}


def texts_in(sent):
    """(what it is about, the text) for each text in the data of a form, once; the files among it are not known."""
    found = {}
    for name, values in sent.lists():
        if SECRET.search(name.lower()) or MACHINERY.search(name):
            continue
        for text in (clean(value).strip() for value in values):
            if text and not NUMBER_OF_A_THING.fullmatch(text) and not CHOICE.fullmatch(text):
                found.setdefault(text, _spoken(name))
    return [(about, text) for text, about in found.items()]


def _spoken(name):
    """The name of a field as words: “essential_question” is “Essential question”, “t0-topic” is “Topic”."""
    words = re.sub(r"^[a-z]*\d+-|-text$", "", clean(name))
    return re.sub(r"[-_]+", " ", words).strip().capitalize()
