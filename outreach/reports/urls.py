"""Addresses of the leaders' page, of single figures, and of reports that are written and published."""

urlpatterns = []
