"""An answer to write in, as HTML made in Python: a page has a dozen, and a template would take six times as long.

Whatever people typed goes through `escape` here, once, where it is put between the tags.
"""

from html import escape

from django import template
from django.utils.safestring import mark_safe

from collab.templatetags.ui import save_state

register = template.Library()

BOX = """<div class="{classes}" id="answer-{key}" data-answer="{key}" data-state="idle">
  <label class="answer-label" for="text-{key}">{label}</label>
  <p class="answer-help" id="help-{key}">{help}</p>
  <input type="hidden" autocomplete="off" form="answers" name="{key}-version" value="{version}">
  <input type="hidden" autocomplete="off" form="answers" name="{key}-was" value="{digest}">
  <textarea class="answer-text" form="answers" name="{key}-text" id="text-{key}" rows="2" dir="auto" \
autocomplete="off" aria-describedby="help-{key}" data-url="{url}">
{text}</textarea>
  <div class="answer-foot">
    {save_state}
    <span data-written>{written}</span>
    <button class="btn btn-sm btn-outline-primary" type="submit" form="answers" name="at" value="{key}" \
data-without-script>Save</button>
  </div>
  <div data-conflicts data-signature="{signature}">{conflicts}</div>
</div>
"""


@register.simple_tag(takes_context=True)
def answer_box(context, field, size=""):
    """The answer of a `Field` to write in, under its question, with what is to be decided about it."""
    return mark_safe(
        BOX.format(
            classes=escape(f"answer {size}".strip()),
            key=escape(field.prompt.key),
            label=escape(field.prompt.label),
            help=escape(field.prompt.help),
            version=field.version,
            digest=escape(field.digest),
            url=escape(field.url),
            text=escape(field.text),
            save_state=save_state(),
            written=escape(f"{field.saved_by}, {field.saved}") if field.saved_by else "",
            signature=escape(field.signature),
            conflicts=conflicts_of(context, field) if field.conflicts else "",
        )
    )


def conflicts_of(context, field):
    """Two texts for one answer, to keep one or both: few fields have them, and these come from their template."""
    with context.push(field=field):
        return context.template.engine.get_template("planning/answers/conflicts.html").render(context)
