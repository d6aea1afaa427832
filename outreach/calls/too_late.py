"""What was typed and came when the term had begun: in words, so that it can be told to the library in person."""

from django.forms.widgets import ChoiceWidget

from resources.topics.forms import SaidForm
from resources.topics.offers import Offers
from resources.topics.several import Several


def topics(request, place):
    """The topics of the form of several, each as list of (label, words); those left empty are not among them."""
    asking = Several(request.POST, member=place.by, teacher=place.teacher, term=place.term)
    return list(filter(None, map(_in_words, asking.blocks)))


def change(request, place):
    """What a topic was to say from now on, as the only one of such lists."""
    form = SaidForm(request.POST, offers=Offers(place.by, place.term, place.teacher))
    return list(filter(None, [_in_words(form)]))


def colleague(request, place):
    """Who was to answer."""
    name = request.POST.get("colleague", "").strip()
    return [[("Who answers for you", name)]] if name else []


def _in_words(form):
    """The fields of a form in which something stands, whether it is right or not: list of (label, words)."""
    said = [(field.label, _words(field)) for field in form.visible_fields()]
    return [(label, words) for label, words in said if words]


def _words(field):
    if isinstance(field.field.widget, ChoiceWidget):
        options = [option.data for option in field.subwidgets]
        return ", ".join(str(one["label"]) for one in options if one["selected"] and one["value"] != "")
    return str(field.value() or "").strip()
