"""Start processes, watch them, and end every one of them, whatever happens."""

import signal
import time

from collab.stack.prepare import say

LOOK_EVERY = 0.1  # seconds
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(Exception):
    """Somebody pressed Ctrl-C, closed the terminal or sent SIGTERM."""


class ChildEnded(Exception):
    """A process that should have stayed ended on its own."""

    def __init__(self, child):
        super().__init__(child.name)
        self.child = child


class Supervisor:
    """Use with `with`: whatever was started inside is ended at its end, last started first.

    Signals only set a flag, which every wait looks at. So no signal can fall between the start of a process and
    its entry in the list, and none can interrupt the ending.
    """

    def __init__(self):
        self.children = []
        self.signals = []
        self.former_handlers = {}
        self.at_the_end = []

    def __enter__(self):
        for each in STOP_SIGNALS:
            self.former_handlers[each] = signal.signal(each, lambda number, _frame: self.signals.append(number))
        return self

    def __exit__(self, *_exception):
        self.end_all()
        for each, handler in self.former_handlers.items():
            signal.signal(each, handler)

    def start(self, child):
        """Start a process that has to stay until the end."""
        self.children.append(child)
        child.start()
        return child

    def run(self, child, seconds=900):
        """Run a one-off process to its end and return whether it went well."""
        self.start(child)
        deadline = time.monotonic() + seconds
        while not child.has_ended:
            self.pause(apart_from=child)
            if time.monotonic() > deadline:
                child.end()
        self.children.remove(child)
        return child.process.returncode == 0

    def pause(self, seconds=LOOK_EVERY, apart_from=None):
        """Sleep a moment, then raise StopRequested or ChildEnded if there is reason to."""
        time.sleep(seconds)
        if self.signals:
            raise StopRequested
        for child in self.children:
            self.show_lines(child)
            if child is not apart_from and child.has_ended:
                raise ChildEnded(child)

    def wait_for(self, is_true, seconds):
        """Wait until `is_true()`; returns False when that takes longer than `seconds`."""
        deadline = time.monotonic() + seconds
        while not is_true():
            if time.monotonic() > deadline:
                return False
            self.pause()
        return True

    def watch(self):
        """Stay until there is reason to stop, which comes as an exception."""
        while True:
            self.pause(0.2)

    def show_lines(self, child):
        """Show what a log says that a person should see at once."""
        for line in child.lines_to_show():
            say(f"  {child.name:>8} | {line}")

    def end_all(self):
        """End every process, last started first; a second Ctrl-C makes it quick."""
        seen = len(self.signals)
        while self.children:
            child = self.children.pop()
            if not child.end(in_a_hurry=lambda: len(self.signals) > seen):
                say(f"  {child.name} did not end when asked and was killed.")
        for tidy in self.at_the_end:
            tidy()
