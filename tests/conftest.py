"""What every test may ask for: a database, the cast, and clients that are signed in as each of them."""

import gc
import os
import uuid

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase

from tests import cast, crawl, databases, emptying, hashing
from tests.clients import of_the_demo, signed_in

# What takes long comes first, so that all workers end together: files, or single tests of files that are quick else.
# `make run` needs no template, which another worker makes meanwhile; crawls come before the tests that use their finds.
LONGEST_FIRST = [
    "test_make_run_starts_everything_keeps_the_data_and_leaves_no_process",
    "test_crawl.py",
    "test_axe.py",
    "test_fuzz.py",
    "test_outbox_faults.py",
    "test_outbox_crash.py",
    "test_library_journey.py",
    "test_what_goes_out.py",
    "test_journeys.py",
    "test_topics_journey.py",
    "test_keys_and_providers.py",
    "test_signed_out.py",
    "test_shared_computer.py",
    "test_map_on_paper.py",
    "test_box_filling.py",
    "test_scanning.py",
    "test_class_set.py",
    "test_demo.py",
    "test_demo_loaded.py",
    "test_ten_thousand_rows_are_imported_at_once",
    "test_catalogue_import.py",
    "test_stack.py",
    "test_signin.py",
]


def pytest_configure():
    """Tests see the product as people do, whatever the environment of the developer says; only passwords are quick."""
    settings.DEVELOPMENT = False
    settings.PASSWORD_HASHERS = hashing.HASHERS
    TransactionTestCase._fixture_teardown = lambda _: emptying.empty(connections["default"])


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Without the garbage collector, which took a third of the time: nearly all that is collected stays to the end."""
    gc.disable()
    result = yield
    gc.collect()
    gc.freeze()
    gc.enable()
    return result


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Long tests first; workers take them one by one (`--maxschedchunk`), since a share of them would be too much."""
    ranks = {name: rank for rank, name in enumerate(LONGEST_FIRST)}
    last = len(ranks)
    items.sort(key=lambda item: min(ranks.get(item.originalname, last), ranks.get(item.path.name, last)))


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


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory, worker_id):
    """A folder of this run that its workers share."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="module")
def visits_of(demo_database, shared_folder):
    """`visits_of("ada@hill.example")`: what she meets in the demo by following every link, crawled once in a run."""

    def visits_of(email):
        client = of_the_demo(email)
        start = client.member.school.get_absolute_url()
        return crawl.crawled_once(client, start, kept_in=shared_folder / f"{email}.json")

    return visits_of


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


def client_of(key):
    """A fixture: a client with the login of one of Hill School's cast."""

    @pytest.fixture
    def client(hill):
        return signed_in(getattr(hill, key))

    return client


as_ada = client_of("ada")
as_ben = client_of("ben")
as_cleo = client_of("cleo")
as_lena = client_of("lena")
as_hugo = client_of("hugo")
as_omar = client_of("omar")


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
