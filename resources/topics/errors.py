"""What can go wrong with a topic request beyond what can go wrong with every write."""

from collab.errors import Refused


class TopicRefused(Refused):
    """One of several topics was refused, and so none was kept. `place` counts them from 0."""

    def __init__(self, sentence, *, place, field):
        self.place = place
        super().__init__(sentence, field)
