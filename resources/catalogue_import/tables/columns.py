"""Which column of a table holds what: told by common names, in any spelling and some languages."""

import hashlib

from collab.tables.cells import folded

LABELS = {
    "title": "Title",
    "subtitle": "Subtitle",
    "creators": "Authors, makers",
    "other_creators": "More authors",
    "kind": "Kind",
    "isbns": "ISBN",
    "other_isbns": "Another ISBN",
    "publisher": "Publisher",
    "year": "Year",
    "summary": "Summary",
    "subjects": "Subjects",
    "other_subjects": "More subjects",
    "reads": "Reading age (8–12)",
    "reads_from": "Reading age from",
    "reads_to": "Reading age to",
    "call_number": "Call number",
    "location": "Location",
    "barcodes": "Barcode",
    "link": "Link",
    "control_number": "Record number",
}
SYNONYMS = {
    "title": "title|main title|book title|name|titel|haupttitel|titre|título|titulo|titolo|resource title|item title|"
    "245a",
    "subtitle": "subtitle|sub title|remainder of title|untertitel|sous titre|subtítulo|ondertitel|245b",
    "creators": "author|authors|creator|creators|author name|authors name|main author|written by|by|autor|autoren|"
    "verfasser|auteur|auteurs|autores|autore|author s|100a|responsibility|author 1",
    "other_creators": "author 2|other authors|additional authors|additional author|contributors|contributor|"
    "illustrator|second author|co author|coauthors|editor|700a",
    "kind": "kind|type|format|material type|item type|media type|resource type|medienart|medientyp|type de document|"
    "tipo|material",
    "isbns": "isbn|isbn 13|isbn13|isbns|isbn issn|isbn 10 13|ean|020a",
    "other_isbns": "isbn 10|isbn10|isbn 2|other isbn|alternative isbn",
    "publisher": "publisher|publishers|publisher name|imprint|verlag|éditeur|editeur|editorial|editora|editore|"
    "uitgever|260b|264b",
    "year": "year|publication year|year of publication|pub year|published|date published|publication date|pub date|"
    "copyright|copyright date|date|jahr|erscheinungsjahr|année|annee|año|ano|anno|jaar|260c|264c",
    "summary": "summary|description|abstract|synopsis|notes|annotation|blurb|zusammenfassung|beschreibung|inhalt|"
    "résumé|resumen|resumo|520a",
    "subjects": "subject|subjects|subject headings|keywords|keyword|tags|topics|topic|schlagwort|schlagwörter|"
    "schlagworte|sujets|sujet|materias|materia|temas|650a",
    "other_subjects": "genre|genres|category|categories|subject 2|subgenre",
    "reads": "reading age|age|ages|age range|interest level|interest age|audience|reading level|alter|lesealter|âge|"
    "edad|521a",
    "reads_from": "age from|reading age from|minimum age|min age|reads from|alter von",
    "reads_to": "age to|reading age to|maximum age|max age|reads to|alter bis",
    "call_number": "call number|call no|callnumber|shelf mark|shelfmark|dewey|ddc|dewey number|spine label|"
    "classification|class number|signatur|standort signatur|cote|signatura|082a|call nr",
    "location": "location|shelf|shelving location|collection|home location|sublocation|standort|abteilung|"
    "emplacement|localisation|ubicación|plaats|852c",
    "barcodes": "barcode|barcodes|bar code|copy barcode|item barcode|barcode number|copy number|accession number|"
    "accession no|copy id|item id|mediennummer|exemplarnummer|code barres|código de barras|852p",
    "link": "link|url|web address|website|web link|uri|weblink|lien|enlace|856u",
    "control_number": "control number|record number|bib id|bibid|bib number|catalogue number|catalog number|"
    "title id|titleid|record id|id|bib record|001|biblionumber|control no|rsn|brn",
}


KNOWN = {folded(word): field for field, words in SYNONYMS.items() for word in words.split("|")}


def recognised(header):
    """{field: position} of a header (list of names). Of two columns for the same thing the first one counts."""
    found = {}
    for position, name in enumerate(header):
        field = KNOWN.get(folded(name))
        if field is not None:
            found.setdefault(field, position)
    return found


def count_known(header):
    """How many names in a header are known."""
    return len(recognised(header))


def digest_of(columns):
    """Names a header, by which its mapping is remembered."""
    return hashlib.sha256("\x1f".join(map(folded, columns)).encode()).hexdigest()
