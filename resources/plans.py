"""The unit plans that work with something of the library; they stand above, at the other end of a relation."""


def plans_with(thing, reader):
    """The plans that work with a box, a list, a title or a purchase, of those that a member may see; newest first."""
    plans = thing.in_plans.model._meta.get_field("plan").related_model.objects.visible_to(reader)
    return list(plans.filter(library_resources__in=thing.in_plans.all()).select_related("school").order_by("-pk"))
