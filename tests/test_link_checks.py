"""Links are looked at in the background: safely, politely, and dead only after more than one bad day."""

import socket
import ssl
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import pytest

from collab.errors import AlreadyDone
from resources.lists.actions import add_list
from resources.lists.entries.actions import add_entries, change_entry, remove_entry
from resources.lists.links import tasks
from resources.lists.links.actions import MOST_TAKEN, look_again, note_all_links, note_links, record, take_due
from resources.lists.links.checking import Result, check, meaning
from resources.lists.links.networks import is_public, is_web
from resources.lists.links.tasks import look_at
from resources.models import CheckedLink, ListEntry, Resource
from tests.cast import NOW
from tests.certificates import certificate_for
from tests.racing import refusals

# --- Which addresses are everybody's -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("2002:808:808::1", True),
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("0.0.0.0", False),  # noqa: S104
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("172.31.255.255", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("100.100.100.200", False),
        ("168.63.129.16", False),
        ("192.0.0.1", False),
        ("192.0.2.1", False),
        ("192.88.99.1", False),
        ("198.18.0.1", False),
        ("203.0.113.9", False),
        ("224.0.0.1", False),
        ("239.255.255.255", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("::127.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b:1::1", False),
        ("2002:7f00:1::", False),
        ("2002:a00:1::", False),
        ("2001::1", False),
        ("2001:db8::1", False),
        ("fc00::1", False),
        ("fd12:3456::1", False),
        ("fe80::1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_an_address_is_public_or_not(address, expected):
    assert is_public(address) is expected


def test_only_the_ports_of_the_web_are_asked():
    assert [port for port in (22, 80, 443, 3306, 5432, 6379, 8080) if is_web("8.8.8.8", port)] == [80, 443]


# --- A real server, in a thread ------------------------------------------------------------------------------


class Site(BaseHTTPRequestHandler):
    """Answers by its path: `/200`, `/404`, `/to?…`, and a few that behave badly."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.command, self.path, self.headers["Host"], self.headers["User-Agent"]))
        part = self.path.split("?")[0].strip("/")
        if part == "to":
            return self.answer(302, location=self.path.partition("?")[2])
        if part == "round":
            return self.answer(302, location="/round")
        if part == "to-raw":  # As many servers do: not quoted, in the bytes of UTF-8.
            return self.answer(302, location=unquote(self.path.partition("?")[2]).encode().decode("latin-1"))
        if part == "no-head":
            return self.answer(200 if self.command == "GET" else 405)
        if part == "endless":
            return self.endless()
        if part == "drip":
            return self.drip()
        if part == "slow":
            return self.server.ended.wait(5)
        if part == "hangs-up":
            self.close_connection = True
            return self.wfile.flush()
        if part == "broken":
            return self.wfile.write(b"no such protocol\r\n\r\n")
        return self.answer(int(part))

    do_HEAD = do_GET  # noqa: N815

    def answer(self, status, location=""):
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def endless(self):
        self.send_response(200 if self.command == "GET" else 405)
        self.end_headers()
        while self.command == "GET" and not self.server.ended.is_set():
            self.wfile.write(b"x" * 65536)

    def drip(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(100):
            if self.server.ended.wait(0.05):
                return
            self.wfile.write(b"X-More: of the same\r\n")

    def log_message(self, *_):
        """Says nothing."""

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except OSError:
            self.close_connection = True


@contextmanager
def serving(context=None):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    server.asked, server.ended = [], threading.Event()
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    server.address = f"{'https' if context else 'http'}://localhost:{server.server_port}"
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def site():
    with serving() as server:
        yield server


def anywhere(address, port):
    return True


def found(url, *, is_allowed=anywhere, **how):
    result = check(url, is_allowed=is_allowed, **how)
    return result.finding, result.detail, result.dies_after


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/200", ("alive", "", 0)),
        ("/204", ("alive", "", 0)),
        ("/no-head", ("alive", "", 0)),
        ("/endless", ("alive", "", 0)),
        ("/to?/200", ("alive", "", 0)),
        ("/to-raw?/200?caf%C3%A9%20au%20lait", ("alive", "", 0)),
        ("/404", ("doubtful", "not found (404)", 2)),
        ("/410", ("doubtful", "the page was taken down (410)", 1)),
        ("/500", ("doubtful", "the site has a fault (500)", 3)),
        ("/403", ("doubtful", "the site does not let programs look (403)", 0)),
        ("/401", ("doubtful", "the site does not let programs look (401)", 0)),
        ("/429", ("doubtful", "the site does not let programs look (429)", 0)),
        ("/round", ("doubtful", "it sends from one page to the next without an end", 3)),
        ("/broken", ("doubtful", "it broke off", 0)),
        ("/hangs-up", ("doubtful", "it broke off", 0)),
        ("/to?ftp://localhost/", ("refused", "it is not an address of the web", 0)),
        ("/to?file:///etc/passwd", ("refused", "it is not an address of the web", 0)),
        ("/to?http://a:b@localhost/", ("refused", "there is a user name in it", 0)),
        ("/to?http://[::1/", ("doubtful", "it sends on to what is no address", 0)),
    ],
)
def test_a_link_is_what_its_site_answers(site, path, expected):
    assert found(site.address + path) == expected


def test_a_site_is_asked_as_little_as_can_be_and_told_who_asks(site, settings):
    check(f"{site.address}/200?q=1", is_allowed=anywhere)
    host = f"localhost:{site.server_port}"
    assert site.asked == [("HEAD", "/200?q=1", host, f"Collab link check (+{settings.SITE_URL})")]


def test_a_site_that_is_asked_too_often_is_not_asked_once_more(site):
    check(f"{site.address}/429", is_allowed=anywhere)
    assert [method for method, *_ in site.asked] == ["HEAD"]


def test_a_site_is_reached_by_another_of_its_addresses_where_nobody_answers_at_the_first(site, monkeypatch):
    def two(*_, **__):
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", site.server_port, 0, 0)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", site.server_port)),
        ]

    monkeypatch.setattr(socket, "getaddrinfo", _only_for("two.example", two))
    assert found(f"http://two.example:{site.server_port}/200") == ("alive", "", 0)


def _only_for(name, answer):
    really = socket.getaddrinfo
    return lambda host, *more, **how: answer() if host == name else really(host, *more, **how)


def test_at_most_five_redirects_are_followed(site):
    check(f"{site.address}/round", is_allowed=anywhere)
    assert [method for method, *_ in site.asked] == ["HEAD"] * 6 + ["GET"] * 6


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_a_slow_site_is_left_after_a_while_and_not_called_dead(site, path):
    began = time.monotonic()
    assert found(site.address + path, within=0.4) == ("doubtful", "it is too slow", 0)
    assert time.monotonic() - began < 2


def test_where_nobody_listens_a_link_may_be_dead():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert found(f"http://localhost:{port}/") == ("doubtful", "nobody answers there", 3)


def test_a_name_that_does_not_exist_may_be_dead(monkeypatch):
    def nobody(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    assert found("http://gone.example/") == ("doubtful", "there is no such site", 3)


def test_a_network_that_is_down_makes_no_link_dead(monkeypatch):
    def not_now(*_, **__):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", not_now)
    assert found("http://example.org/") == ("doubtful", "its name could not be looked up", 0)


# --- Nothing of the own network --------------------------------------------------------------------------------

REFUSED = ("refused", "it leads into a network of its own, or to a port that is not of the web", 0)


OWN_MACHINE = ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]", "0"]


@pytest.mark.parametrize("host", OWN_MACHINE)
def test_the_own_machine_is_not_asked_whatever_it_is_called(site, host):
    assert found(f"http://{host}:{site.server_port}/200", is_allowed=is_web) == REFUSED
    assert site.asked == []


def test_a_name_with_one_private_address_among_others_is_not_asked(site, monkeypatch):
    def two(*_, **__):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("8.8.8.8", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", two)
    assert found("http://two.example/", is_allowed=is_web) == REFUSED


def test_a_redirect_into_the_own_network_is_not_followed(site):
    with serving() as inner:

        def only_the_first(_address, port):
            return port == site.server_port

        assert found(f"{site.address}/to?{inner.address}/200", is_allowed=only_the_first) == REFUSED
        assert inner.asked == []


def test_the_connection_goes_to_the_address_that_was_checked(site, monkeypatch):
    """A name that is looked up once more, with another answer, changes nothing: it is looked up once only."""
    asked, really = [], socket.getaddrinfo

    def look_up(host, *more, **options):
        if host == "rebound.example":
            asked.append(host)
            return really("127.0.0.1" if len(asked) == 1 else "10.0.0.1", *more, **options)
        return really(host, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert found(f"http://rebound.example:{site.server_port}/200") == ("alive", "", 0)
    assert asked == ["rebound.example"]
    assert site.asked[0][2] == f"rebound.example:{site.server_port}"


# --- TLS -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return certificate_for("localhost", tmp_path_factory.mktemp("tls"))


def test_a_certificate_is_held_against_the_name_and_not_the_address(certificate):
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(*certificate)
    trust = ssl.create_default_context(cafile=certificate[0])
    with serving(server) as site:
        assert found(f"{site.address}/200", trust=trust) == ("alive", "", 0)
        other = f"https://127.0.0.1:{site.server_port}/200"
        assert found(other, trust=trust) == ("doubtful", "its certificate is not valid", 0)
        assert found(f"{site.address}/200") == ("doubtful", "its certificate is not valid", 0)


# --- What is written down --------------------------------------------------------------------------------------


@pytest.fixture
def link(hill):
    return CheckedLink.objects.create(school=hill.school, url="https://example.org/lava", due_at=NOW)


def looked_at(link, *results):
    """The link after one result on each of some days: what it is, how many failures, in how many days it is due."""
    for day, result in enumerate(results):
        now = NOW + timedelta(days=day)
        record(link=link, result=result, now=now)
        link.refresh_from_db()
    return link.finding, link.failures, (link.due_at - now).days


FAULT, MISSING, GONE, LOCKED, WORKS = map(meaning, (500, 404, 410, 403, 200))


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([WORKS], ("alive", 0, 14)),
        ([LOCKED], ("doubtful", 0, 4)),
        ([LOCKED] * 9, ("doubtful", 0, 4)),
        ([FAULT], ("doubtful", 1, 1)),
        ([FAULT] * 2, ("doubtful", 2, 1)),
        ([FAULT] * 3, ("dead", 3, 7)),
        ([FAULT, FAULT, WORKS], ("alive", 0, 14)),
        ([FAULT, FAULT, WORKS, FAULT], ("doubtful", 1, 1)),
        ([FAULT, LOCKED, FAULT, FAULT], ("doubtful", 2, 1)),
        ([MISSING], ("doubtful", 1, 1)),
        ([MISSING] * 2, ("dead", 2, 7)),
        ([GONE], ("dead", 1, 7)),
        ([GONE, WORKS], ("alive", 0, 14)),
        ([Result("refused", "own network")], ("refused", 0, 14)),
    ],
)
def test_a_link_is_dead_after_bad_days_and_not_before(link, results, expected):
    assert looked_at(link, *results) == expected


def test_a_bad_day_counts_once(link):
    for hour in range(5):
        record(link=link, result=FAULT, now=NOW + timedelta(hours=hour))
        link.refresh_from_db()
    assert (link.finding, link.failures) == ("doubtful", 1)


def test_links_are_looked_at_when_they_come_onto_a_list_and_once_for_a_school(hill, vale):
    title = Resource.objects.create(
        school=hill.school, title="T", link="https://example.com/t", added_on=NOW, created_at=NOW, created_by=hill.ada
    )
    entries = [
        {"kind": "link", "url": "https://example.org/a", "text": "A"},
        {"kind": "title", "resource": title},
        {"kind": "heading", "text": "H"},
    ]
    for name in ("One", "Two"):
        made = add_list(values={"title": name}, by=hill.ada, now=NOW)
        [first, *_] = add_entries(resource_list=made, entries=entries, by=hill.ada, now=NOW)
    other = add_list(values={"title": "Vale"}, by=vale.nils, now=NOW)
    add_entries(resource_list=other, entries=entries[:1], by=vale.nils, now=NOW)
    change_entry(entry=first, version=1, values={"url": "https://example.org/b"}, by=hill.ada, now=NOW)
    kept = CheckedLink.objects.order_by("school", "url").values_list("school__slug", "url", "finding", "due_at")
    assert list(kept) == [
        ("hill", "https://example.com/t", "unknown", NOW),
        ("hill", "https://example.org/a", "unknown", NOW),
        ("hill", "https://example.org/b", "unknown", NOW),
        ("vale", "https://example.org/a", "unknown", NOW),
    ]


def test_links_that_are_on_no_list_any_more_are_forgotten_and_new_ones_taken_up(hill, link):
    made = add_list(values={"title": "One"}, by=hill.ada, now=NOW)
    entries = [{"kind": "link", "url": f"https://example.org/{name}", "text": name} for name in "ab"]
    first, _ = add_entries(resource_list=made, entries=entries, by=hill.ada, now=NOW)
    remove_entry(entry=first, by=hill.ada, now=NOW)
    ListEntry.objects.filter(text="b").update(url="https://example.org/c")
    note_all_links(now=NOW)
    assert list(CheckedLink.objects.values_list("url", flat=True)) == ["https://example.org/c"]


def test_a_link_too_long_for_the_index_is_not_noted(hill):
    long = "https://example.org/" + "é" * 1500
    note_links(school_id=hill.school.pk, urls=["", long, "https://example.org/"], now=NOW)
    assert list(CheckedLink.objects.values_list("url", flat=True)) == ["https://example.org/"]


def test_a_few_of_each_site_are_taken_and_not_again_for_a_while(hill):
    urls = [f"https://example.org/{n}" for n in range(9)] + [f"https://s{n}.example.com/" for n in range(4)]
    note_links(school_id=hill.school.pk, urls=urls, now=NOW)
    note_links(school_id=hill.school.pk, urls=["https://later.example/"], now=NOW + timedelta(hours=1))
    first = [link.url for link in take_due(now=NOW)]
    assert sorted(first) == [*urls[:3], *urls[9:]]
    assert [url for url in take_due(now=NOW) if url.url in first] == []
    assert len(take_due(now=NOW + timedelta(minutes=29))) == 3
    assert set(first) >= {link.url for link in take_due(now=NOW + timedelta(minutes=31))} - set(urls[3:])


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_take_the_same_links(hill):
    note_links(school_id=hill.school.pk, urls=["https://example.org/a"], now=NOW)
    taken = []
    assert (
        refusals(lambda: taken.append(take_due(now=NOW)), lambda: taken.append(take_due(now=NOW)), of=Exception) == []
    )
    assert sorted(len(links) for links in taken) == [0, 1]


def test_a_site_is_given_a_pause_between_two_of_its_links(hill, site, monkeypatch):
    monkeypatch.setattr(tasks, "PAUSE", 0.3)
    urls = [f"{site.address}/200?{n}" for n in range(3)]
    note_links(school_id=hill.school.pk, urls=urls, now=NOW)
    began = time.monotonic()
    look_at(take_due(now=NOW), is_allowed=anywhere)
    assert time.monotonic() - began >= 0.6
    assert set(CheckedLink.objects.values_list("finding", flat=True)) == {"alive"}


def test_the_task_asks_nothing_of_the_own_network(hill, site):
    note_links(school_id=hill.school.pk, urls=[f"{site.address}/200"], now=NOW)
    tasks.check_links()
    assert (CheckedLink.objects.get().finding, site.asked) == ("refused", [])


def test_one_worker_is_at_work_at_a_time(hill, site):
    note_links(school_id=hill.school.pk, urls=[f"{site.address}/200"], now=NOW)
    tasks.cache.add(tasks.AT_WORK, 1, timeout=60)
    tasks.check_links()
    assert CheckedLink.objects.get().finding == "unknown"


def test_where_nobody_answers_anywhere_it_is_the_own_network_and_no_link_gets_nearer_to_dead(hill, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    names = [f"s{number}.example" for number in range(tasks.SITES_OF_A_SILENCE)]
    nowhere = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    really = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *more, **how: nowhere if host in names else really(host, *more, **how)
    )
    note_links(school_id=hill.school.pk, urls=[f"http://{name}:{port}/" for name in names], now=NOW)
    look_at(take_due(now=NOW), is_allowed=anywhere)
    assert set(CheckedLink.objects.values_list("finding", "failures", "checked_at")) == {("unknown", 0, None)}
    assert CheckedLink.objects.filter(due_at__lte=NOW + timedelta(minutes=30)).count() == 0
    CheckedLink.objects.filter(url__contains="s0.").update(due_at=NOW)
    look_at(take_due(now=NOW), is_allowed=anywhere)
    assert CheckedLink.objects.get(url__contains="s0.").failures == 1, "of one site alone it says nothing"


def test_what_was_taken_off_long_ago_is_forgotten_for_good(hill):
    made = add_list(values={"title": "One"}, by=hill.ada, now=NOW)
    entries = [{"kind": "heading", "text": name} for name in "abc"]
    long_ago, lately, _ = add_entries(resource_list=made, entries=entries, by=hill.ada, now=NOW)
    now = tasks.timezone.now()
    remove_entry(entry=long_ago, by=hill.ada, now=now - timedelta(days=31))
    remove_entry(entry=lately, by=hill.ada, now=now - timedelta(days=29))
    tasks.tidy_lists()
    assert list(ListEntry.with_removed.values_list("text", flat=True)) == ["b", "c"]


# --- Looking again now -------------------------------------------------------------------------------------------


LATER = NOW + timedelta(days=3)


@pytest.fixture
def listed(hill):
    """Ben's list of four links: the first works, the second is dead, the third doubtful, the fourth is refused."""
    made = add_list(values={"title": "One"}, by=hill.ben, now=NOW)
    urls = [f"https://example.org/{name}" for name in "abcd"]
    entries = [{"kind": "link", "url": url, "text": url[-1]} for url in urls]
    add_entries(resource_list=made, entries=entries, by=hill.ben, now=NOW)
    for url, finding in zip(urls, ("alive", "dead", "doubtful", "refused"), strict=True):
        known = {"finding": finding, "checked_at": NOW, "due_at": NOW + timedelta(days=7)}
        CheckedLink.objects.filter(url=url).update(**known)
    return made


def test_links_that_did_not_work_are_looked_at_again_before_all_others(hill, listed):
    note_links(school_id=hill.school.pk, urls=["https://long.example/waiting"], now=NOW)
    assert look_again(resource_list=listed, now=LATER) == 2
    by_due = CheckedLink.objects.filter(due_at__lte=LATER).order_by("due_at", "pk").values_list("url", flat=True)
    assert [url[-1] for url in by_due] == ["b", "c", "g"]


def test_who_asks_once_more_while_they_are_looked_at_or_a_moment_afterwards_is_told(hill, listed):
    look_again(resource_list=listed, now=LATER)
    with pytest.raises(AlreadyDone, match="They are being looked at"):
        look_again(resource_list=listed, now=LATER)
    for link in take_due(now=LATER):
        record(link=link, result=MISSING, now=LATER)
    with pytest.raises(AlreadyDone, match="They were looked at a moment ago"):
        look_again(resource_list=listed, now=LATER + timedelta(minutes=9))
    assert look_again(resource_list=listed, now=LATER + timedelta(minutes=11)) == 2


def test_where_every_link_works_there_is_nothing_to_look_at_again(hill, listed):
    CheckedLink.objects.update(finding="alive")
    with pytest.raises(AlreadyDone, match="Every link works, as far as is known"):
        look_again(resource_list=listed, now=LATER)


def test_only_so_many_links_are_looked_at_again_at_once(hill):
    made = add_list(values={"title": "Many"}, by=hill.ben, now=NOW)
    urls = [f"https://s{number}.example.org/" for number in range(MOST_TAKEN + 5)]
    entries = [{"kind": "link", "url": url, "text": "x"} for url in urls]
    add_entries(resource_list=made, entries=entries, by=hill.ben, now=NOW)
    CheckedLink.objects.update(finding="dead", checked_at=NOW, due_at=NOW + timedelta(days=7))
    assert [look_again(resource_list=made, now=LATER) for _ in range(2)] == [MOST_TAKEN, 5]


def test_the_page_offers_to_look_again_and_then_says_that_it_is_done(hill, listed, as_ben, as_lena, as_cleo):
    CheckedLink.objects.update(due_at=tasks.timezone.now() + timedelta(days=7))
    page, again = (f"/hill/library/lists/{listed.pk}/", f"/hill/library/lists/{listed.pk}/links/again/")
    html = as_ben.get(page).content.decode()
    assert f'action="{again}"' in html
    assert "Looked at on 18 Nov" in html
    assert again not in as_lena.get(page).content.decode()
    assert [client.post(again).status_code for client in (as_lena, as_cleo)] == [403, 403]
    answer = as_ben.post(again, follow=True)
    html = answer.content.decode()
    assert answer.redirect_chain == [(f"{page}#links", 302)]
    assert "2 links are being looked at again. It takes a few minutes; load this page anew." in html
    assert f'action="{again}"' not in html
