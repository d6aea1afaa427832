"""A mail server on the loopback, in a process of its own, that counts what it took and misbehaves when it is told to.

Run as a program it prints its port, and then a line for each message that it took: its Message-ID, or with `count`
how many there are so far. What it does wrong stands in the address of the recipient (`drop.kept.7@hill.example`), so
that one run can have all of it; `--pipelining` says that it takes several commands at once. With `--starttls` or
`--smtps` it takes mail over TLS alone.
"""

import argparse
import asyncio
import contextlib
import re
import signal
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.I | re.M)
LONG = 60  # seconds
THAT_IS_ALL = "that-is-all"  # What it prints when it is asked (SIGUSR1) whether all that it took has been read.

REFUSALS = {
    "nobody": b"550 5.1.1 There is nobody of that name",
    "relay": b"554 5.7.1 We do not relay",
    "later": b"451 4.3.0 Come back later",
    "bye": b"421 4.3.2 That was enough",
}


class Server(asyncio.Protocol):
    """One connection. `trouble` is how many more answers of 4xx each address of its kind gets."""

    extensions = ()
    greeting = b"220 loopback"
    refuses_senders = False
    tls = None  # the context for those who ask with STARTTLS

    def connection_made(self, transport):
        self.transport = transport
        self.is_open_to_all = self.tls is not None
        self.rest, self.content, self.to = b"", None, ""
        self.say(self.greeting)

    def say(self, line):
        self.transport.write(line + b"\r\n")

    def data_received(self, data):
        self.rest += data
        while not self.transport.is_closing():
            if self.content is not None:
                if not self.content_received():
                    return
            elif b"\r\n" in self.rest:
                line, _, self.rest = self.rest.partition(b"\r\n")
                self.command(line)
            else:
                return

    def command(self, line):
        verb = line[:4].upper()
        if verb == b"EHLO":
            names = [b"loopback", *([b"STARTTLS"] if self.is_open_to_all else self.extensions)]
            for name in names[:-1]:
                self.say(b"250-" + name)
            self.say(b"250 " + names[-1])
        elif verb == b"STAR":
            self.start_tls()
        elif verb == b"MAIL" and self.is_open_to_all:
            self.say(b"530 5.7.0 Say STARTTLS first")
        elif verb == b"MAIL":
            self.to = ""
            self.say(b"550 5.7.1 Your sender is not welcome" if self.refuses_senders else b"250 OK")
        elif verb == b"RCPT":
            self.recipient(line[9:-1].decode())
        elif verb == b"DATA":
            self.data()
        elif verb == b"QUIT":
            self.say(b"221 Bye")
            self.transport.close()
        else:
            self.say(b"250 OK")

    def start_tls(self):
        self.transport.pause_reading()
        self.say(b"220 Go ahead")
        self.becoming = asyncio.get_running_loop().create_task(self.become_private())

    async def become_private(self):
        loop = asyncio.get_running_loop()
        with contextlib.suppress(OSError):
            self.transport = await loop.start_tls(self.transport, self, self.tls, server_side=True)
            self.is_open_to_all = False

    def recipient(self, address):
        kind, _, point = address.partition("@")[0].partition(".")
        if kind in REFUSALS and not point.startswith("content"):
            self.say(REFUSALS[kind])
            self.end_if(kind == "bye")
        elif kind == "hang" and point.startswith("rcpt"):
            pass
        else:
            self.to = address
            self.say(b"250 OK")

    def data(self):
        if not self.to:
            self.say(b"503 5.5.1 To whom?")
        elif self.to.startswith("drop.data"):
            self.transport.close()
        else:
            self.content = b""
            self.say(b"354 Go on")

    def content_received(self):
        """Whether a whole message has come."""
        end = self.rest.find(b"\r\n.\r\n")
        if end < 0:
            return False
        content, self.rest, self.content = self.rest[: end + 2], self.rest[end + 5 :], None
        kind, _, point = self.to.partition("@")[0].partition(".")
        if kind == "drop" and point.startswith("lost"):
            self.transport.close()
        elif kind == "drop" and point.startswith("kept"):
            self.take(content)
            self.transport.close()
        elif kind == "hang":
            self.take(content)
        elif kind in REFUSALS:
            self.say(REFUSALS[kind])
            self.end_if(kind == "bye")
        else:
            self.take(content)
            self.say(b"250 Taken")
        return True

    def end_if(self, ends):
        if ends:
            self.transport.close()

    def take(self, content):
        raise NotImplementedError


class Printing(Server):
    """Tells the Message-ID of each message that it took."""

    def take(self, content):
        print(self.to, MESSAGE_ID.search(content)[1].decode(), flush=True)


class Counting(Server):
    """Keeps the last message and counts."""

    number = 0

    def take(self, content):
        Counting.number += 1
        print(Counting.number, len(content), flush=True)


async def serve(protocol, tls):
    """Listens on a free port, and says which; `tls` is the context where it speaks TLS from the beginning."""
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, lambda: print(THAT_IS_ALL, flush=True))
    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=tls)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


class MailServer:
    """A server in a process of its own, which ends with the `with` block; its lines are collected as they come."""

    def __init__(self, *options):
        self.options = options
        self.lines = []
        self.has_said_all = threading.Event()

    def __enter__(self):
        command = [sys.executable, "-m", "tests.mail_servers", *self.options]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        self.reader = threading.Thread(target=self._read)
        self.reader.start()
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()

    def _read(self):
        for line in self.process.stdout:
            if line.strip() == THAT_IS_ALL:
                self.has_said_all.set()
            else:
                self.lines.append(line.split())

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def taken(self):
        """The Message-IDs of all that it took up to now, in their order.

        It says that it took a message before it answers; to read what it said may take longer than the answer.
        """
        if self.process.poll() is None:
            self.has_said_all.clear()
            self.process.send_signal(signal.SIGUSR1)
            if not self.has_said_all.wait(LONG):
                raise TimeoutError("The mail server does not say what it took")
        return [line[-1] for line in self.lines]

    def wait_for(self, number, *, within=LONG):
        """Returns once it took so many messages."""
        give_up_at = time.monotonic() + within
        while len(self.lines) < number:
            if time.monotonic() > give_up_at:
                raise TimeoutError(f"{len(self.lines)} of {number} messages came")
            time.sleep(0.01)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--count", action="store_true")
    arguments.add_argument("--pipelining", action="store_true")
    arguments.add_argument("--refuses-senders", action="store_true")
    arguments.add_argument("--greeting", default="220 loopback")
    arguments.add_argument("--starttls", action="store_true")
    arguments.add_argument("--smtps", action="store_true")
    arguments.add_argument("--certificate", nargs=2, metavar=("CERTIFICATE", "KEY"))
    options = arguments.parse_args()
    Server.extensions = (b"PIPELINING", b"8BITMIME") if options.pipelining else (b"8BITMIME",)
    Server.greeting, Server.refuses_senders = options.greeting.encode(), options.refuses_senders
    tls = None
    if options.certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*options.certificate)
    Server.tls = tls if options.starttls else None
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(Counting if options.count else Printing, tls if options.smtps else None))


if __name__ == "__main__":
    main()
