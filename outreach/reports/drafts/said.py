"""What a unit itself says of what it was about and what came of it: words for its story to begin with."""

from collections import defaultdict
from textwrap import shorten

from outreach.reports.drafts.forms import LONGEST_STORY
from planning.models import Answer
from planning.stages import PROMPTS

TOLD = ("overview", "product_shows", "library_parts_show", "keep", "change")  # Keys of prompts, in their order here.
A_PARAGRAPH = "\n\n"


def said_by_units(stories, member):
    """What the units of stories say, as a member may read it: key of a story → list of (label, text). One query."""
    plans = [story.plan_id for story in stories]
    answers = Answer.objects.visible_to(member).filter(plan__in=plans, prompt__in=TOLD).exclude(text="")
    by_plan = defaultdict(list)
    for plan, prompt, text in sorted(answers.values_list("plan", "prompt", "text"), key=lambda row: TOLD.index(row[1])):
        by_plan[plan].append((PROMPTS[prompt].label, text))
    return {story.pk: by_plan[story.plan_id] for story in stories}


def taken_over(words, said):
    """The words of a story with those that its unit says after them, as far as there is room and they are not in it."""
    paragraphs = [words.strip()] if words.strip() else []
    paragraphs += [text.strip() for _, text in said if text.strip() not in words]
    whole = A_PARAGRAPH.join(paragraphs)
    if len(whole) <= LONGEST_STORY:
        return whole
    room = LONGEST_STORY - len(words.strip()) - len(A_PARAGRAPH)
    rest = shorten(" ".join(paragraphs[1:] if words.strip() else paragraphs), max(room, 1), placeholder=" …")
    return A_PARAGRAPH.join(filter(None, [words.strip(), rest])) if room > 1 else words
