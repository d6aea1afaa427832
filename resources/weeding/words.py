"""How the states of a proposal are said and shown: what somebody did, with which icon, in which tone."""

from resources.weeding.states import State

DID = {
    ("", "asked"): "proposed to let it go",
    ("", "advised"): "gave the first advice",
    ("", "gone"): "let it go",
    ("", "kept"): "kept it",
}
ICONS = {State.ASKED: "lightbulb", State.ADVISED: "chat-quote", State.GONE: "recycle", State.KEPT: "bookmark"}
TONES = {State.ASKED: "plain", State.ADVISED: "accent", State.GONE: "good", State.KEPT: "good"}
