"""docker-compose.yml and the Dockerfile, held against the Compose schema and against the code they start."""

import importlib
import json
import re
import shlex
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.util import find_spec
from pathlib import Path

import celery.bin.celery
import jsonschema
import pytest
import yaml
from django.conf import settings
from django.core.management import call_command, get_commands
from gunicorn.config import Config

from collab.stack import health
from tests.test_settings import names_in_example, names_that_settings_read

ROOT = settings.BASE_DIR
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE = yaml.safe_load(TEXT)
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = {"migrate", "web", "worker", "beat"}
OTHERS = {"postgres", "redis", "mailpit"}
ONLY_FOR_DEVELOPMENT = {"DEBUG", "MAIL_FOLDER", "TEST_TEMPLATE"}


def service(name):
    return COMPOSE["services"][name]


def command_line(test):
    """The words of a health check, whether it runs in a shell or not."""
    return test[1:] if test[0] == "CMD" else shlex.split(test[1])


def test_the_file_is_valid_by_the_compose_schema():
    schema = json.loads((Path(__file__).parent / "schemas" / "compose-spec.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(COMPOSE)] == []


def test_these_are_the_services():
    assert set(COMPOSE["services"]) == OURS | OTHERS
    assert {name for name in COMPOSE["services"] if service(name).get("profiles")} == {"mailpit"}


def test_ours_are_one_image_that_the_dockerfile_builds():
    assert {service(name)["image"] for name in OURS} == {"collab:latest"}
    assert {service(name)["build"] for name in OURS} == {"."}


def test_images_of_others_name_a_version():
    images = [service(name)["image"] for name in OTHERS] + re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert [image for image in images if not re.search(r":v?\d", image)] == []


def test_ours_read_the_same_variables_as_the_settings():
    expected = names_that_settings_read() - ONLY_FOR_DEVELOPMENT
    for name in OURS:
        assert set(service(name)["environment"]) - {"WEB_CONCURRENCY"} == expected
    assert "WEB_CONCURRENCY" in service("web")["environment"]


def test_every_variable_that_the_file_asks_for_is_in_the_example():
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", TEXT))
    handed_on = {key for name in OURS for key, value in service(name)["environment"].items() if value is None}
    assert asked | handed_on <= names_in_example()


def test_secrets_come_from_the_environment_and_have_no_default():
    for secret in ("SECRET_KEY", "POSTGRES_PASSWORD", "EMAIL_URL", "SITE_URL"):
        uses = re.findall(rf"(?<!\$)\$\{{{secret}([^}}]*)\}}", TEXT)
        assert uses
        assert {use[:2] for use in uses} == {":?"}


@pytest.mark.parametrize("name", sorted(OURS | OTHERS))
def test_each_service_says_how_it_is(name):
    check = service(name)["healthcheck"]
    if name == "migrate":
        assert check == {"disable": True}
        assert service(name)["restart"] == "no"
    else:
        assert check["test"][0] in {"CMD", "CMD-SHELL"}
        assert service(name)["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(OURS))
def test_ours_may_do_no_more_than_they_need(name):
    assert service(name)["read_only"] is True
    assert service(name)["cap_drop"] == ["ALL"]
    assert "user" not in service(name)  # the image's own, who is not root


def test_named_volumes_are_declared_and_used():
    used = {mount.split(":")[0] for each in COMPOSE["services"].values() for mount in each.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_nothing_is_open_to_the_network_but_through_a_proxy_on_this_machine():
    ports = [port for each in COMPOSE["services"].values() for port in each.get("ports", [])]
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_the_others_wait_for_the_migration():
    for name in ("web", "worker", "beat"):
        assert service(name)["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    for name in OURS:
        assert service(name)["depends_on"]["postgres"] == {"condition": "service_healthy"}


# --- The commands are there and take these options -------------------------------------------------------


def test_the_migration_is_a_command_that_manage_py_knows():
    assert service("migrate")["command"][:2] == ["python", "manage.py"]
    assert service("migrate")["command"][2] in get_commands()


def test_gunicorn_takes_its_configuration():
    program, application, option, path = service("web")["command"]
    assert (program, option) == ("gunicorn", "--config")
    assert importlib.import_module(application).application
    names = {name for name in vars(importlib.import_module("collab.stack.gunicorn")) if not name.startswith("_")}
    assert names - {"os"} <= set(Config().settings)
    assert (ROOT / path).is_file()
    assert json.loads(re.findall(r"^CMD (.*)$", DOCKERFILE, re.MULTILINE)[0]) == service("web")["command"]


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_celery_takes_its_options(name):
    program, option, application, command, *options = service(name)["command"]
    assert (program, option, application) == ("celery", "-A", "collab")
    known = {opt for parameter in celery.bin.celery.celery.commands[command].params for opt in parameter.opts}
    assert {option.split("=")[0] for option in options} <= known


def test_the_worker_is_asked_by_the_name_it_has():
    words = command_line(service("worker")["healthcheck"]["test"])
    assert words[:5] == ["celery", "-A", "collab", "inspect", "ping"]
    assert words[-1] == "worker@$$(hostname)"
    assert "--hostname=worker@%h" in service("worker")["command"]


@pytest.mark.parametrize("name", ["web", "beat"])
def test_the_health_checks_are_programs_of_ours(name):
    python, option, module, argument = command_line(service(name)["healthcheck"]["test"])
    assert (python, option, argument) == ("python", "-m", name)
    assert find_spec(module).origin == health.__file__


def test_beat_writes_where_its_volume_is_and_where_its_check_looks():
    schedule = next(word for word in service("beat")["command"] if word.startswith("--schedule=")).split("=")[1]
    assert Path(schedule).parent == health.BEAT_FOLDER
    assert service("beat")["volumes"] == [f"beat:{health.BEAT_FOLDER}"]
    assert str(health.BEAT_FOLDER) in DOCKERFILE


def test_beat_is_well_while_it_writes(tmp_path):
    assert not health.beat(tmp_path)
    (tmp_path / "schedule").touch()
    assert health.beat(tmp_path)
    assert not health.beat(tmp_path, now=time.time() + health.BEAT_IS_LATE_AFTER + 1)


class Answer(BaseHTTPRequestHandler):
    """Well, when asked under the school's own name."""

    def do_GET(self):
        self.send_response(200 if self.headers["Host"] == "collab.school.example" else 400)
        self.end_headers()

    def log_message(self, *_arguments):
        """Say nothing."""


def test_the_web_check_asks_under_the_name_that_people_use():
    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/-/health/"
        assert health.web({"SITE_URL": "https://collab.school.example"}, url)
        assert not health.web({"SITE_URL": "https://other.example"}, url)
        server.shutdown()
        thread.join()


def test_the_web_check_fails_when_nobody_answers():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/"
    assert not health.web({"SITE_URL": "https://collab.school.example"}, url)


# --- The image ---------------------------------------------------------------------------------------------


def test_the_image_runs_as_an_ordinary_user_with_pinned_packages():
    assert re.findall(r"^USER (.*)$", DOCKERFILE, re.MULTILINE) == ["collab"]
    assert "--require-hashes -r /tmp/production.txt" in DOCKERFILE


def test_the_build_sees_what_it_needs_and_nothing_else():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[0] == "*"
    allowed = {line[1:] for line in ignored if line.startswith("!")}
    apps = {"collab", "planning", "resources", "outreach"}
    assert allowed == apps | {"manage.py", "pyproject.toml", "requirements/production.txt", "static", "templates"}
    assert [path for path in allowed if not (ROOT / path).exists()] == []


def test_static_files_can_be_collected_as_in_the_image(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "collab.static_files.HashedFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    manifest = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    assert "collab/icons.svg" in manifest
    for script in ("answers", "row-forms"):
        served = (tmp_path / manifest[f"collab/{script}.js"]).read_text()
        imported = manifest["collab/drafts.js"].removeprefix("collab/")
        assert re.findall(r'from "\./(.*)"', served) == [imported]
