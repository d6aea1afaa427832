"""An answer to write in, as HTML made in Python: a page has a dozen, and a template would take three times as long."""

from django import template
from django.utils.html import format_html

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


@register.simple_block_tag
def answer_box(content, field, size=""):
    """The answer of a `Field` to write in, under its question; the content is what is to be decided about it."""
    return format_html(
        BOX,
        classes=f"answer {size}".strip(),
        key=field.prompt.key,
        label=field.prompt.label,
        help=field.prompt.help,
        version=field.version,
        digest=field.digest,
        url=field.url,
        text=field.text,
        save_state=save_state(),
        written=f"{field.saved_by}, {field.saved}" if field.saved_by else "",
        signature=field.signature,
        conflicts=content,
    )
