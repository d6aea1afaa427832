"""One process that the supervisor started: its command, its log, how it is asked to end."""

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

LARGE_LOG = 5_000_000  # bytes; a log longer than this is put aside when its process starts
PR_SET_PDEATHSIG = 1  # from linux/prctl.h
libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent(with_signal):
    """Ask Linux to send `with_signal` to this process when its parent dies, be it by SIGKILL."""
    if libc is not None:
        libc.prctl(PR_SET_PDEATHSIG, int(with_signal), 0, 0, 0)


@dataclass
class Child:
    """A process in a session of its own, so that Ctrl-C in a terminal reaches the supervisor alone."""

    name: str
    command: list
    log: Path
    environ: dict
    cwd: Path
    end_signal: int = signal.SIGTERM
    patience: float = 10  # seconds between asking to end and killing
    kill_signal: int = signal.SIGKILL
    user: tuple | None = None  # (uid, gid) to run as, for a server that refuses to be root
    shown: re.Pattern | None = None  # lines of the log that a person should see at once
    stdin: str = ""
    process: subprocess.Popen | None = field(default=None, repr=False)
    read_up_to: int = 0
    is_in_traceback: bool = False
    is_swept: bool = False

    def start(self):
        """Start the process, its output going to its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGE_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        who = {"user": self.user[0], "group": self.user[1], "extra_groups": []} if self.user else {}
        with self.log.open("ab") as output:
            self.read_up_to = output.tell()
            self.process = subprocess.Popen(
                [str(part) for part in self.command],
                stdin=subprocess.PIPE if self.stdin else subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.environ,
                cwd=self.cwd,
                start_new_session=True,
                preexec_fn=lambda: end_with_parent(self.end_signal),
                **who,
            )
        if self.stdin:
            self.process.stdin.write(self.stdin.encode())
            self.process.stdin.close()

    @property
    def has_ended(self):
        """Whether it was started and is gone; helpers that it left in its group are ended, once."""
        if self.process is None or self.process.poll() is None:
            return False
        if not self.is_swept:
            self.is_swept = True
            self.signal_group(signal.SIGKILL)
        return True

    @property
    def how_it_ended(self):
        """In words: "exit code 3", "signal 9"."""
        code = self.process.returncode
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def signal_group(self, which):
        """Send a signal to the process and all it started in its session."""
        try:
            os.killpg(self.process.pid, which)
        except (ProcessLookupError, PermissionError):
            return

    def ask_to_end(self):
        """Send the polite signal to the process, which ends its own helpers."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.end_signal)

    def end(self, in_a_hurry=lambda: False):
        """Ask it to end, wait, and kill its group when it does not; returns whether it ended when asked."""
        if self.process is None or self.has_ended:
            return True
        self.ask_to_end()
        if self.wait(self.patience, in_a_hurry):
            return True
        for harder in (self.kill_signal, signal.SIGKILL):
            self.signal_group(harder)
            if self.wait(5):
                break
        return False

    def wait(self, seconds, in_a_hurry=lambda: False):
        """Wait at most `seconds`; returns whether it has ended."""
        deadline = time.monotonic() + seconds
        while not self.has_ended and time.monotonic() < deadline and not in_a_hurry():
            time.sleep(0.05)
        return self.has_ended

    def lines_to_show(self):
        """Lines written since the last look that a person should see, tracebacks included."""
        if self.shown is None or self.process is None:
            return []
        with self.log.open("rb") as log:
            log.seek(self.read_up_to)
            text = log.read(200_000)
        text = text[: text.rfind(b"\n") + 1]
        self.read_up_to += len(text)
        lines = []
        for line in text.decode(errors="replace").splitlines():
            begins = bool(self.shown.search(line))
            is_last = names_exception(line)
            continues = self.is_in_traceback and (is_last or line[:1].isspace() or line.startswith("Traceback"))
            self.is_in_traceback = begins or (continues and not is_last)
            if begins or continues:
                lines.append(line)
        return lines

    def last_lines(self, count=15):
        """The end of its log."""
        if not self.log.exists():
            return []
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 20_000))
            return log.read().decode(errors="replace").splitlines()[-count:]


def names_exception(line):
    """Whether a line names an exception, as the last line of a traceback does."""
    return re.match(r"[\w.]+(Error|Exception|Warning|Interrupt|Exit|DoesNotExist|Timeout)\b", line) is not None
