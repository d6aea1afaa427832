"""What a librarian types into a report. Forms clean; saving is for the actions."""

from django import forms

from collab.uncut import Uncut
from outreach.models import ReportStory
from outreach.reports.drafts.order import in_groups
from outreach.reports.figures import BY_KEY, FIGURES

LONGEST_STORY = ReportStory._meta.get_field("words").max_length


class ReportForm(Uncut, forms.Form):
    """The words of a report, the order of its figures, and a text for each of its stories."""

    title = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    introduction = forms.CharField(
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text="In your own words: what this time was about, and what comes next. An empty line begins a paragraph.",
    )
    sections = forms.MultipleChoiceField(
        choices=[(figure.key, figure.title) for figure in FIGURES], required=False, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args, stories, **options):
        super().__init__(*args, **options)
        for story in stories:
            self.fields[f"story-{story.pk}"] = forms.CharField(
                label=f"What “{story.plan}” was about",
                max_length=LONGEST_STORY,
                required=False,
                initial=story.words,
                widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
            )

    @classmethod
    def initial_of(cls, report):
        return {"title": report.title, "introduction": report.introduction, "sections": report.sections}

    def clean_sections(self):
        """Each figure once."""
        return list(dict.fromkeys(self.cleaned_data["sections"]))

    @property
    def values(self):
        """What a valid form says, as `change_report` takes it."""
        said = self.cleaned_data
        return {
            "title": said["title"],
            "introduction": said["introduction"],
            "sections": said["sections"],
            "stories": {
                int(name.removeprefix("story-")): words for name, words in said.items() if name.startswith("story-")
            },
        }

    @property
    def groups(self):
        """The figures that are in, in their order and by section; `key` is that of the first in it, for its buttons."""
        found = in_groups([key for key in self._keys() if key in BY_KEY])
        return [
            {"title": section, "key": keys[0], "figures": [BY_KEY[key] for key in keys]}
            for section, keys in found.items()
        ]

    @property
    def left_out(self):
        """The figures that are not in, in the order of a report."""
        return [figure for figure in FIGURES if figure.key not in self._keys()]

    def words_without_a_story(self):
        """What was typed for stories that are not in the report any more: list of texts."""
        sent = [name for name in self.data if name.startswith("story-") and name not in self.fields]
        return [text for name in sent if (text := self.data.get(name, "").strip())]

    def story_fields(self):
        """The bound fields of the stories: key → field."""
        return {int(name.removeprefix("story-")): self[name] for name in self.fields if name.startswith("story-")}

    def _keys(self):
        return list(dict.fromkeys(self["sections"].value() or []))
