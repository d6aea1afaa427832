"""The head of a list: what it is called, for which topics, and what students read first."""

from django import forms

from collab.uncut import Uncut
from resources.models import ResourceList


class ListForm(Uncut, forms.ModelForm):
    class Meta:
        model = ResourceList
        fields = ["title", "topics", "introduction"]
        widgets = {"introduction": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "title": "Students see it. For example Volcanoes: where to look first.",
            "topics": "In words, with commas between them; colleagues find the list by them.",
            "introduction": "Students read it first: what the list is for, and how to use it.",
        }

    def clean_topics(self):
        """One comma and one space between topics."""
        return ", ".join(filter(None, (" ".join(topic.split()) for topic in self.cleaned_data["topics"].split(","))))
