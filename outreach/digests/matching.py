"""Which new titles fit whom, and why: an index of the words of the few new titles, asked for the topics of many people.

A part of a topic is in a title that has its words: all of them where these are one or two, two in three of more. How
well it fits says where the words stand. Whatever two people have in common is worked out once.
"""

from dataclasses import dataclass

from outreach.digests.texts import Words

MOST_TITLES = 8
ALSO = 0.25  # What a second part of a topic counts: a title about volcanoes and earthquakes fits both.
FOR_THEIR_AGE, NOT_FOR_THEIR_AGE = 1.25, 0.6
A_YEAR_OFF = 1


@dataclass(frozen=True)
class Fit:
    """A NewResource that fits somebody, and why: “for Volcanoes, Year 6”."""

    resource: object
    why: str


class Matching:
    """Matches topics with NewResources. `beside`: texts whose words tell nothing here, such as names of year levels."""

    def __init__(self, new, *, dictionary, beside=()):
        self.new = new
        self.words = Words(dictionary, beside)
        self.with_text, self.with_part = {}, {}

    def learn(self, topics):
        """Gets ready for the topics of many people: one query at most."""
        self.words.learn(topic.text for topic in topics)

    def fits(self, topics, *, since, without=frozenset()):
        """The Fits of one person's topics that were learnt: what came after `since`, best first, `MOST_TITLES` at most.

        `without`: keys of titles that are no news to them.
        """
        best = {}
        for topic in topics:
            for key, score in self._titles_with(topic.text).items():
                if score < topic.least:
                    continue
                resource = self.new.by_key[key]
                score *= topic.counts * _for_their_age(resource, topic.ages)
                if score > best.get(key, (0, ""))[0]:
                    best[key] = score, topic.why
        wanted = (key for key in best if key not in without and self.new.by_key[key].created_at > since)
        ordered = sorted(wanted, key=lambda key: (best[key][0], self.new.by_key[key].created_at, key), reverse=True)
        return [Fit(self.new.by_key[key], best[key][1]) for key in ordered[:MOST_TITLES]]

    def _titles_with(self, text):
        """Key of a title → how well a text fits it."""
        if text not in self.with_text:
            scores = {}
            for part in self.words.parts[text]:
                for key, score in self._titles_with_part(part).items():
                    scores.setdefault(key, []).append(score)
            self.with_text[text] = {key: max(each) + ALSO * (sum(each) - max(each)) for key, each in scores.items()}
        return self.with_text[text]

    def _titles_with_part(self, part):
        if part not in self.with_part:
            self.with_part[part] = self._look_up(part)
        return self.with_part[part]

    def _look_up(self, part):
        """Key of a title → how well a part fits it."""
        words = self.words.of(part)
        number, counts = {}, {}
        for word in words:
            for key, count in self.new.having.get(word, {}).items():
                number[key] = number.get(key, 0) + 1
                counts[key] = counts.get(key, 0) + count
        needed = len(words) if len(words) < 3 else -(-len(words) * 2 // 3)
        return {key: counts[key] / len(words) for key, found in number.items() if found >= needed}


def _for_their_age(resource, ages):
    """More for what is read at the age of those who are taught, less for what is not."""
    if ages is None or (resource.reads_from is None and resource.reads_to is None):
        return 1
    youngest, oldest = resource.reads_from or 0, resource.reads_to or 99
    if youngest <= ages[1] and ages[0] <= oldest:
        return FOR_THEIR_AGE
    off = max(youngest - ages[1], ages[0] - oldest)
    return NOT_FOR_THEIR_AGE if off > A_YEAR_OFF else 1
