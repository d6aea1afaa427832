"""MARC files of the tests: good, odd and broken ones, made byte by byte where no program would write them."""

FIELD_END, RECORD_END = b"\x1e", b"\x1d"


def record(*fields, leader="nam a22", length=None):
    """One record of ISO 2709. `fields`: (tag, text), with “$a” where a subfield begins; bytes are left as they are.

    `leader` gives its signs 5 to 11; a `length` that is given is what the leader says, true or not.
    """
    directory, body = b"", b""
    for tag, text in fields:
        content = text if isinstance(text, bytes) else text.replace("$", "\x1f").encode()
        data = (content if tag < "010" else b"  " + content) + FIELD_END
        name = tag if isinstance(tag, bytes) else tag.encode("latin-1")
        directory += name + b"%04d%05d" % (len(data), len(body))
        body += data
    base = 24 + len(directory) + 1
    whole = base + len(body) + 1
    head = f"{whole if length is None else length:05}{leader}{base:05} i 4500".encode()
    return head + directory + FIELD_END + body + RECORD_END


def book(number, title, *more, **options):
    """A record with control number and title."""
    return record(("001", f"n{number}"), ("003", "AuHS"), ("245", f"$a{title}"), *more, **options)


def marcxml(*records, prefix="", before=""):
    """A MARCXML file of [(tag, [(code, text)])] for each record; tags below 010 have a text."""
    name = f"{prefix}:" if prefix else ""
    namespace = f"xmlns:{prefix}" if prefix else "xmlns"
    body = "".join(_as_xml(fields, name) for fields in records)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}'
        f'<{name}collection {namespace}="http://www.loc.gov/MARC21/slim">{body}</{name}collection>'
    ).encode()


def _as_xml(fields, name):
    parts = [f"<{name}record><{name}leader>00000nam a2200000 i 4500</{name}leader>"]
    for tag, content in fields:
        if tag < "010":
            parts.append(f'<{name}controlfield tag="{tag}">{content}</{name}controlfield>')
        else:
            inner = "".join(f'<{name}subfield code="{code}">{text}</{name}subfield>' for code, text in content)
            parts.append(f'<{name}datafield tag="{tag}" ind1=" " ind2=" ">{inner}</{name}datafield>')
    return "".join([*parts, f"</{name}record>"])
