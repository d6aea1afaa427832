"""The demo's units have evidence to look at: pictures that may leave the school, and some that wait."""

from planning.models import Evidence, EvidenceFile
from tests.cast import TODAY


def test_the_demo_has_evidence_for_the_school_and_for_everybody_and_some_that_waits_for_consent(demo_database):
    pieces = Evidence.objects.order_by("plan__title", "title").values_list("plan__title", "title", "holds")
    assert list(pieces) == [
        ("Backyard birds", "Birds of our street, counted", "file"),
        ("How our street has changed", "The street in the library", "file"),
        ("Rivers at risk", "Ten years of numbers", "link"),
        ("Rivers at risk", "Where we took samples", "file"),
    ]
    public = Evidence.objects.showable_to(Evidence.Audience.PUBLIC, on=TODAY)
    assert set(public.values_list("title", flat=True)) == {"Birds of our street, counted", "The street in the library"}
    assert {(one.media_type, one.preview is not None) for one in EvidenceFile.objects.all()} == {("image/jpeg", True)}
