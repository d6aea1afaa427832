"""Every address of the product, read off the URLconf: its name, its pattern, and who may open it."""

from dataclasses import dataclass

from django.urls import URLPattern, get_resolver

OF_DEVELOPMENT = ("-/gallery/", "-/mail/")


@dataclass(frozen=True)
class Address:
    """`who` is what the view's access decorator says; for allauth's own views, what Django's login rule says."""

    name: str
    pattern: str
    parameters: tuple[str, ...]
    who: tuple[str, ...]


def all_addresses():
    """The addresses in the order of the URLconf, without those that only development has."""
    found = _walk(get_resolver(), "", ())
    return [address for address in found if not address.pattern.startswith(OF_DEVELOPMENT)]


def _walk(resolver, prefix, parameters):
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        found = (*parameters, *entry.pattern.converters, *_named_groups(entry))
        if isinstance(entry, URLPattern):
            yield Address(entry.name, pattern, tuple(dict.fromkeys(found)), _who(entry.callback))
        else:
            yield from _walk(entry, pattern, found)


def _named_groups(entry):
    return tuple(entry.pattern.regex.groupindex) if not entry.pattern.converters else ()


def _who(view):
    if hasattr(view, "access"):
        return tuple(sorted(view.access))
    return ("signed in",) if getattr(view, "login_required", True) else ("public",)
