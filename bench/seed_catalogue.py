"""Fills the bench's school with a catalogue of 100,000 records, as varied in their words as a real one."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from django.db import connection
from stdnum import ean

from resources.catalogue.words import add_words, words_of

LONG_AGO = datetime(2025, 11, 18, 1, 0, tzinfo=UTC)  # Nothing of it is new.
RECORDS = 100_000
THINGS = [
    "volcano",
    "river",
    "poem",
    "bridge",
    "census",
    "market",
    "garden",
    "novel",
    "orbit",
    "fossil",
    "treaty",
    "rhythm",
    "satire",
    "earthquake",
    "glacier",
    "desert",
    "forest",
    "ocean",
    "whale",
    "shark",
    "spider",
    "beetle",
    "butterfly",
    "owl",
    "eagle",
    "wolf",
    "dragon",
    "castle",
    "knight",
    "pirate",
    "island",
    "lighthouse",
    "mountain",
    "cave",
    "storm",
    "thunder",
    "climate",
    "planet",
    "comet",
    "galaxy",
    "rocket",
    "robot",
    "engine",
    "machine",
    "magnet",
    "electricity",
    "atom",
    "crystal",
    "medicine",
    "virus",
    "heart",
    "brain",
    "skeleton",
    "election",
    "parliament",
    "constitution",
    "empire",
    "revolution",
    "migration",
    "railway",
    "harbour",
    "village",
    "kingdom",
    "pyramid",
    "temple",
    "mosque",
    "cathedral",
    "myth",
    "legend",
    "fable",
    "mystery",
    "detective",
    "ghost",
    "witch",
    "school",
    "friend",
    "family",
    "brother",
    "sister",
    "grandmother",
    "war",
    "peace",
    "refugee",
    "slavery",
    "justice",
    "freedom",
    "gold",
    "bread",
    "chocolate",
    "sugar",
    "football",
    "cricket",
    "bicycle",
    "theatre",
    "painting",
    "sculpture",
    "music",
    "violin",
    "drum",
    "dance",
    "camera",
    "film",
    "newspaper",
    "computer",
    "internet",
    "code",
    "number",
    "fraction",
    "geometry",
    "probability",
    "energy",
    "water",
    "soil",
    "plastic",
    "recycling",
    "farm",
    "horse",
    "dog",
    "cat",
    "bear",
]
ADJECTIVES = [
    "ancient",
    "hidden",
    "secret",
    "lost",
    "wild",
    "quiet",
    "broken",
    "golden",
    "silver",
    "brave",
    "young",
    "old",
    "dark",
    "bright",
    "endless",
    "frozen",
    "burning",
    "forgotten",
    "little",
    "great",
    "strange",
    "modern",
    "early",
    "last",
    "first",
    "deep",
    "deadly",
    "gentle",
    "curious",
    "impossible",
    "ordinary",
]
PATTERNS = (
    "The {adjective} {thing}",
    "{thing}s of {place}",
    "{thing} and {other}",
    "A history of the {thing}",
    "Who invented the {thing}?",
    "The {thing} book",
    "{adjective} {thing}s",
    "{place}: a {thing} story",
    "Understanding {thing}s",
    "The {other} and the {adjective} {thing}",
)
FIRST_NAMES = [
    "Ada",
    "Ben",
    "Cleo",
    "Hugo",
    "Lena",
    "Omar",
    "Nils",
    "Mina",
    "Tariq",
    "Yara",
    "Jonas",
    "Freya",
    "Müge",
    "Zoë",
    "Ines",
    "Koji",
    "Priya",
    "Aroha",
]
STARTS = [
    "ba",
    "be",
    "bo",
    "bra",
    "ca",
    "che",
    "cla",
    "de",
    "do",
    "dra",
    "e",
    "fa",
    "fi",
    "flo",
    "ga",
    "gre",
    "ha",
    "he",
    "i",
    "ja",
    "ka",
    "la",
    "lo",
    "ma",
    "mi",
    "mo",
    "na",
    "ne",
    "o",
    "pa",
    "pe",
]
MIDDLES = [
    "ble",
    "cker",
    "dow",
    "ffi",
    "lte",
    "mbe",
    "nde",
    "rro",
    "sta",
    "tte",
    "vi",
    "wi",
    "ze",
    "lli",
    "nne",
    "mpo",
    "rga",
    "sca",
    "tri",
]
ENDS = [
    "n",
    "r",
    "l",
    "s",
    "th",
    "ck",
    "ng",
    "m",
    "nd",
    "ld",
    "st",
    "sson",
    "berg",
    "ley",
    "man",
    "ton",
    "ford",
    "well",
    "wood",
    "by",
    "ski",
]
KINDS = ("book",) * 14 + ("ebook", "ebook", "video", "website", "equipment", "kit")
LOCATIONS = ("Non-fiction", "Fiction", "Picture books", "Reference", "Graphic novels", "Senior library", "Store room")
MOST_SENTENCES = 7
SHARE_OF_KNOWN_WORDS = 0.4
COLUMNS = (
    "school_id, version, kind, title, subtitle, creators, isbns, odd_isbns, publisher, year, summary, subjects, "
    "reads_from, reads_to, call_number, location, link, added_on, control_number, imported_as, dictionary, "
    "created_at, created_by_id"
)


def fill_catalogue(*, school, by, records=RECORDS):
    """So many records of a school, the same every time, with the words of its catalogue."""
    chance = random.Random(7)  # noqa: S311 - the same records every time
    rare = sorted({start + middle + end for start in STARTS for middle in MIDDLES for end in ENDS})
    chance.shuffle(rare)
    frequent = THINGS + ADJECTIVES + rare[100:1500]
    chance.shuffle(frequent)
    vocabulary = rare[:100] + frequent + rare[1500:9000]
    weights = list(accumulate(1 / (place + 20) for place in range(len(vocabulary))))  # Few words often, most seldom.
    sentences = [" ".join(chance.choices(vocabulary, cum_weights=weights, k=8)).capitalize() for _ in range(20_000)]
    found = set()
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY resources_resource ({COLUMNS}) FROM STDIN") as copy:
            for number in range(records):
                row = _record(chance, number, rare, vocabulary, sentences)
                found |= words_of(title=row[1], subtitle=row[2], creators=row[3], subjects=row[9])
                copy.write_row((school.pk, 1, *row, "", "", "english", LONG_AGO, by.pk))
        add_words(school.pk, found)
        cursor.execute("VACUUM ANALYZE resources_resource, resources_catalogueword")


def _record(chance, number, rare, vocabulary, sentences):
    thing, other = (chance.choice(THINGS if chance.random() < SHARE_OF_KNOWN_WORDS else rare) for _ in range(2))
    title = chance.choice(PATTERNS).format(
        thing=thing, other=other, adjective=chance.choice(ADJECTIVES), place=chance.choice(rare).title()
    )
    reads_from = chance.randint(4, 15)
    return (
        chance.choice(KINDS),
        f"{title[0].upper()}{title[1:]}",
        f"{chance.choice(ADJECTIVES).title()} {chance.choice(rare)}" if number % 3 == 0 else "",
        [f"{chance.choice(rare).title()}, {chance.choice(FIRST_NAMES)}" for _ in range(1 + number % 5 // 4)],
        [_isbn(number)],
        [],
        f"{chance.choice(rare).title()} Press",
        1960 + chance.randint(0, 66),
        ". ".join(chance.sample(sentences, k=chance.randint(1, MOST_SENTENCES))),
        sorted({thing.title(), chance.choice(vocabulary).title(), f"{chance.choice(vocabulary).title()} studies"}),
        reads_from,
        reads_from + chance.randint(0, 4),
        f"{chance.randint(0, 999):03}.{number % 100} {title[:3].upper()}",
        chance.choice(LOCATIONS),
        "",
        date(2026, 11, 18) - timedelta(days=chance.randint(0, 6000)),
    )


def _isbn(number):
    """A valid ISBN-13 of no real book; there is room for 100,000."""
    digits = f"9781999{number:05}"
    return digits + ean.calc_check_digit(digits)
