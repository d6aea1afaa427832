"""The floor: session, user, one query, a plain table of 30 rows; the least that a list page can cost here."""

from django.db import connection
from django.http import HttpResponse
from django.template import engines

from collab.access import signed_in
from collab.models import Member

TABLE = engines["django"].from_string(
    "<!doctype html><html lang=en><title>Floor</title><p>{{ user.email }}</p><table>"
    "{% for row in rows %}<tr><td>{{ row.0 }}</td><td>{{ row.1 }}</td><td>{{ row.2 }}</td></tr>{% endfor %}</table>"
)


@signed_in
def floor(request):
    """A plain table of 30 people."""
    rows = Member.objects.order_by("pk").values_list("name", "email", "phone")[:30]
    return HttpResponse(TABLE.render({"rows": rows, "user": request.user}, request))


def count_queries(get_response):
    """Says in a header how many queries a page ran."""

    def respond(request):
        count = 0

        def counted(execute, sql, params, many, context):
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counted):
            response = get_response(request)
        response["X-Queries"] = str(count)
        return response

    return respond
