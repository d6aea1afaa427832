"""The component gallery: each component in each state, to look at and to hold still under axe."""

from django.core.paginator import Paginator
from django.shortcuts import render

from collab.access import public
from collab.context import Place

STAGES = (
    ("Assignment", "card-checklist", "done", ("Ada Lind", "Ben Okafor")),
    ("Plan", "signpost-split", "done", ("Ada Lind", "Ben Okafor")),
    ("Doing", "pencil", "now", ("Ben Okafor",)),
    ("Product", "easel", "open", ()),
    ("Process", "arrow-repeat", "open", ()),
)
TONES = ("plain", "accent", "waiting", "good", "error")
SAVE_STATES = (("idle", ""), ("saving", ""), ("saved", "Saved 10:42"), ("failed", ""), ("offline", ""))


def track_of(current=0, begun=True):
    """The five stages as a page would hand them to the track."""
    return [
        {
            "number": number,
            "name": short,
            "short": short,
            "icon": icon,
            "state": state if begun else ("now" if number == 1 else "open"),
            "url": f"#stage-{number}",
            "people": people if begun else (),
            "is_current": number == current,
        }
        for number, (short, icon, state, people) in enumerate(STAGES, start=1)
    ]


@public
def gallery(request):
    """Show everything once."""
    return render(
        request,
        "gallery.html",
        {
            "nav": [
                Place("#desk", "Desk", "house-door", False),
                Place("#plans", "Plans", "journals", True),
                Place("#people", "People", "people", False),
                Place("#school", "School", "gear", False),
            ],
            "stages": track_of(),
            "stages_on_third": track_of(current=3),
            "stages_fresh": track_of(begun=False),
            "tones": TONES,
            "save_states": SAVE_STATES,
            "page_obj": Paginator(range(60), 20).page(2),
            "tab_items": [("Table", "#table", True), ("Board", "#board", False), ("Mine", "#mine", False)],
            "filters": {"q": "river", "term": 3},
            "step_labels": ["School", "Terms", "You"],
            "names": ["Ben Okafor", "Cleo Marsh", "Hugo Winter", "Lena Brandt", "Omar Haddad", "Ada Lind"],
            "answer_states": [state for state, _ in SAVE_STATES],
        },
    )
