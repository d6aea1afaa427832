"""How the states of a suggestion are said and shown: what somebody did, with which icon, in which tone."""

from resources.purchases.states import State

DID = {
    ("", "asked"): "suggested it",
    ("declined", "asked"): "opened it again",
    ("declined", "advised"): "opened it again",
    ("", "advised"): "gave the first advice",
    ("", "accepted"): "accepted it",
    ("ordered", "accepted"): "took the order back",
    ("", "declined"): "declined it",
    ("", "ordered"): "ordered it",
    ("ordered", "ordered"): "noted what has come of it",
    ("available", "ordered"): "took back that it had arrived",
    ("", "available"): "put it on the shelf",
}
ICONS = {
    State.ASKED: "lightbulb",
    State.ADVISED: "chat-quote",
    State.ACCEPTED: "check2-circle",
    State.DECLINED: "x-circle",
    State.ORDERED: "cart",
    State.AVAILABLE: "box-arrow-in-down",
}
TONES = {
    State.ASKED: "plain",
    State.ADVISED: "accent",
    State.ACCEPTED: "accent",
    State.DECLINED: "error",
    State.ORDERED: "accent",
    State.AVAILABLE: "good",
}
