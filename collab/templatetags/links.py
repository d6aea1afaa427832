"""Django's own tags `url` and `static`, which here look an address up once and not each time a page is rendered."""

from functools import cache

from django import template
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as compile_url
from django.templatetags import static as django_static
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from collab.addresses import address

register = template.Library()


class LinkNode(URLNode):
    """The tag `url` with named parts, from `address`."""

    def render(self, context):
        parts = {name: part.resolve(context) for name, part in self.kwargs.items()}
        try:
            url = address(self.view_name.resolve(context), **parts)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            url = ""
        if self.asvar:
            context[self.asvar] = url
            return ""
        return conditional_escape(url) if context.autoescape else url


@register.tag
def url(parser, token):
    """The address of a view; without named parts it is left to Django."""
    node = compile_url(parser, token)
    return node if node.args else LinkNode(node.view_name, [], node.kwargs, node.asvar)


@register.simple_tag
@cache
def static(path):
    """The address of a static file. Its name changes with a release alone, that is with a new process."""
    return django_static.static(path)
