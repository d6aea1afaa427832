"""Addresses of the rows of a plan, below plans/."""

from django.urls import path, register_converter

from planning.rows import standard_views, views
from planning.rows.kinds import KINDS, STANDARDS


class KindConverter:
    """The key of a kind of row in an address, as a `Kind`."""

    regex = "|".join(KINDS)

    def to_python(self, value):
        return KINDS[value]

    def to_url(self, value):
        return getattr(value, "key", value)


class RowKindConverter(KindConverter):
    """A kind whose rows belong to one plan alone; standards belong to the school and have addresses of their own."""

    regex = "|".join(key for key in KINDS if key != STANDARDS.key)


register_converter(KindConverter, "kind")
register_converter(RowKindConverter, "row_kind")

urlpatterns = [
    path("standards/", standard_views.standards, name="standards"),
    path("<int:plan_id>/standards/add/", standard_views.standard_add, name="standard_add"),
    path("<int:plan_id>/standards/<int:row_id>/", standard_views.standard_change, name="standard_change"),
    path("<int:plan_id>/standards/<int:row_id>/leave/", standard_views.standard_leave, name="standard_leave"),
    path("<int:plan_id>/standards/<int:row_id>/use/", standard_views.standard_use, name="standard_use"),
    path("<int:plan_id>/criteria/levels/", views.level_labels, name="level_labels"),
    path("<int:plan_id>/duties/<int:row_id>/done/", views.duty_done, name="duty_done"),
    path("<int:plan_id>/lessons/<int:row_id>/log/", views.lesson_log, name="lesson_log"),
    path("<int:plan_id>/<kind:kind>/", views.rows, name="rows"),
    path("<int:plan_id>/<row_kind:kind>/add/", views.row_add, name="row_add"),
    path("<int:plan_id>/<row_kind:kind>/<int:row_id>/", views.row_change, name="row_change"),
    path("<int:plan_id>/<row_kind:kind>/<int:row_id>/remove/", views.row_remove, name="row_remove"),
]
