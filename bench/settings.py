"""The product's settings, with the floor page and a count of queries added."""

from collab.settings import *  # noqa: F403
from collab.settings import MIDDLEWARE

ROOT_URLCONF = "bench.urls"
MIDDLEWARE = ["bench.floor.count_queries", *MIDDLEWARE]
