"""The outbox over TLS: what goes out is not read on the way, and a server that is not the one we mean gets nothing."""

import pytest

from outreach.models import Message
from outreach.outbox.sending import send_what_waits
from tests.cast import NOW
from tests.certificates import certificate_for
from tests.mail_servers import MailServer
from tests.outbox import write

State = Message.State
WAYS = {"starttls": {"EMAIL_USE_TLS": True}, "smtps": {"EMAIL_USE_SSL": True}}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return certificate_for("localhost", tmp_path_factory.mktemp("tls"))


@pytest.fixture
def trusted(certificate, monkeypatch):
    """The certificate is one that this machine trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


@pytest.fixture
def over_tls(settings):
    """`over_tls(server, way)`: mail goes to this server with STARTTLS or SMTPS, and nobody is waited for long."""

    def over_tls(server, way, host="localhost"):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = host, server.port
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = False, False
        for name, value in WAYS[way].items():
            setattr(settings, name, value)
        settings.EMAIL_TIMEOUT = settings.MAIL_ANSWER_TIMEOUT = 10

    return over_tls


def with_tls(way, certificate, *options):
    """A server that takes mail over TLS alone."""
    return MailServer(f"--{way}", "--certificate", *map(str, certificate), *options)


def send(person, *addresses):
    """Sends a message to each of the addresses, written in the school of a person; what became of them."""
    for number, address in enumerate(addresses):
        write(person, kind=Message.Kind.NOTICE, key=str(number), now=NOW, address=f"{address}@hill.example")
    send_what_waits(clock=lambda: NOW)
    return list(Message.objects.order_by("pk").values_list("state", "last_error"))


@pytest.mark.parametrize("options", [[], ["--pipelining"]], ids=["one by one", "at once"])
@pytest.mark.parametrize("way", WAYS)
def test_mail_goes_out_over_tls_and_each_answer_has_its_outcome(hill, over_tls, trusted, certificate, way, options):
    with with_tls(way, certificate, *options) as server:
        over_tls(server, way)
        became = send(hill.ben, "good", "nobody", "good.too", "drop.lost")
        server.wait_for(2)
    assert became == [
        (State.SENT, ""),
        (State.FAILED, "The mail server said: 550 5.1.1 There is nobody of that name"),
        (State.SENT, ""),
        (State.UNKNOWN, "The mail server was given the message and did not answer."),
    ]
    sent = Message.objects.filter(state=State.SENT).order_by("pk")
    assert server.taken() == list(sent.values_list("message_id", flat=True))


@pytest.mark.parametrize("way", WAYS)
def test_a_server_whose_certificate_nobody_trusts_gets_nothing(hill, over_tls, certificate, way):
    with with_tls(way, certificate) as server:
        over_tls(server, way)
        assert send(hill.ben, "good") == [
            (State.QUEUED, f"The certificate of localhost:{server.port} is not valid: self-signed certificate")
        ]
        assert server.lines == []


@pytest.mark.parametrize("way", WAYS)
def test_a_server_that_shows_the_certificate_of_another_gets_nothing(hill, over_tls, trusted, certificate, way):
    with with_tls(way, certificate) as server:
        over_tls(server, way, host="127.0.0.1")
        ((state, sentence),) = send(hill.ben, "good")
        assert state == State.QUEUED
        assert sentence.startswith(f"The certificate of 127.0.0.1:{server.port} is not valid: ")
        assert server.lines == []


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        ("starttls", "The mail server at localhost:{} cannot do what EMAIL_URL asks for: STARTTLS extension not"),
        ("smtps", "localhost:{} does not speak TLS as EMAIL_URL expects it."),
    ],
)
def test_a_server_without_tls_gets_nothing_where_it_is_asked_for(hill, over_tls, way, sentence):
    with MailServer() as server:
        over_tls(server, way)
        ((state, said),) = send(hill.ben, "good")
        assert state == State.QUEUED
        assert said.startswith(sentence.format(server.port))
        assert server.lines == []
