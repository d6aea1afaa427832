"""The product's addresses, and the floor."""

from django.urls import path

from bench.floor import floor
from collab.urls import urlpatterns as product

urlpatterns = [path("-/floor/", floor), *product]
