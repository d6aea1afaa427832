"""What every test may ask for: a database, the cast, and clients that are signed in as each of them."""

import os
import uuid

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client

from tests import cast, databases


def pytest_configure():
    """Tests see the product as people do, whatever the environment of the developer says."""
    settings.DEVELOPMENT = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, worker_id):
    """One clone of the migrated template for each worker, in place of Django's own test database."""
    name = databases.clone(databases.migrated(), f"collab_test_{os.getpid()}_{worker_id}")
    connection = connections["default"]
    connection.settings_dict["NAME"] = name
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    databases.drop(name)


@pytest.fixture(scope="module")
def demo_database(django_db_setup, django_db_blocker, worker_id):
    """The demo's two schools, in a database that the tests of one module share; what they write stays till its end."""
    name = databases.clone(databases.demo(), f"collab_demo_{os.getpid()}_{worker_id}")
    connection = connections["default"]
    with django_db_blocker.unblock():
        connection.close()
        before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
        yield name
        connection.close()
        connection.settings_dict["NAME"] = before
    databases.drop(name)


@pytest.fixture(autouse=True)
def own_corner_of_the_cache():
    """Rate limits live in Redis; each test counts from nothing, beside all others."""
    before, cache.key_prefix = cache.key_prefix, f"test-{uuid.uuid4().hex}"
    yield
    cache.key_prefix = before


@pytest.fixture
def hill(db):
    """Hill School and its people; see `tests.cast.make_hill`."""
    return cast.make_hill()


@pytest.fixture
def vale(db):
    """Vale School and Nils."""
    return cast.make_vale()


def signed_in(member):
    """A Django test client with the member's login."""
    client = Client()
    client.force_login(member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.member = member
    return client


@pytest.fixture
def as_ada(hill):
    return signed_in(hill.ada)


@pytest.fixture
def as_ben(hill):
    return signed_in(hill.ben)


@pytest.fixture
def as_cleo(hill):
    return signed_in(hill.cleo)


@pytest.fixture
def as_lena(hill):
    return signed_in(hill.lena)


@pytest.fixture
def as_hugo(hill):
    return signed_in(hill.hugo)


@pytest.fixture
def as_omar(hill):
    return signed_in(hill.omar)


@pytest.fixture
def as_nils(vale):
    return signed_in(vale.nils)


@pytest.fixture
def plan(hill):
    """A plan of Ada and Ben in this term, not shared with the school."""
    from planning.models import UnitPlan
    from planning.unit_plan.actions import start_plan

    started = start_plan(
        school=hill.school, title="Volcanoes", partner=hill.ben, term=hill.term, by=hill.ada, now=cast.NOW
    )
    return UnitPlan.objects.get(pk=started.pk)
