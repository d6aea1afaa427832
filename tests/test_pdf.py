"""The PDF of a plan: who may have it, what stands in it, that it is tagged, and that no text breaks it."""

import io

import pytest
from django.urls import reverse
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from collab.models import Subject
from collab.paper import characters, typst
from collab.paper.characters import settable, stand_in
from planning.answers.actions import save_answer
from planning.models import (
    Barrier,
    Criterion,
    CriterionCount,
    Duty,
    FormativeCheck,
    Lesson,
    Need,
    Partner,
    UnitPlan,
)
from planning.pdf import views
from planning.pdf.views import file_name
from planning.stages import PROMPTS
from planning.unit_plan.actions import complete_stage
from tests.cast import NOW


def pdf_url(plan):
    return reverse("plan_pdf", kwargs={"school_slug": "hill", "plan_id": plan.pk})


def pdf_of(client, plan):
    answer = client.get(pdf_url(plan))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return PdfReader(io.BytesIO(answer.content))


def text_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def say(plan, by, prompt, text):
    save_answer(plan=plan, prompt=prompt, text=text, version=0, by=by, now=NOW)


@pytest.fixture
def full(plan, hill):
    """The plan with a row of everything."""
    by = {"plan": plan, "created_at": NOW, "created_by": hill.ada, "changed_at": NOW, "changed_by": hill.ada}
    for key, prompt in PROMPTS.items():
        by_whom = hill.ada if prompt.who == "librarian" else hill.ben
        say(plan, by_whom, key, f"Answer to {key}.\nSecond line.\n\nNew paragraph.")
    Partner.objects.create(kind="outside", name="Rangi Parata", organisation="Museum", **by)
    lesson = Lesson.objects.create(
        focus="Reading maps",
        taught_on=NOW.date(),
        led_by="together",
        co_teaching="team",
        minutes=50,
        happened="It rained.",
        students_reached=26,
        **by,
    )
    Duty.objects.create(what="Book the hall", owner=Partner.objects.get(plan=plan, member=hill.ben), **by)
    FormativeCheck.objects.create(lesson=lesson, what="Exit ticket", **by)
    Barrier.objects.create(kind="time", counter_measure="Mondays", **by)
    Need.objects.create(source="Reading test", shows="31 of 54 copy", **by)
    criterion = Criterion.objects.create(name="Gives credit", assessed_by="librarian", **by)
    CriterionCount.objects.create(criterion=criterion, level=2, students=17)
    plan.year_levels.set([hill.year_level])
    plan.classes.set([hill.class_group])
    complete_stage(plan=plan, number=1, by=hill.ada, now=NOW)
    return plan


def test_the_pdf_says_everything_that_the_plan_says(full, as_ada):
    text = text_of(pdf_of(as_ada, full))
    for words in (
        "HILL SCHOOL", "Volcanoes", "Ada Marlow", "Ben Okafor", "Rangi Parata", "Outside partner, Museum", "Year 6",
        "Term 4, 2026", "Reading maps", "Planned and taught together", "Team teaching", "It rained.", "Book the hall",
        "Exit ticket", "Lack of time for planning", "Mondays", "Reading test", "Gives credit", "Developing", "17",
        "Data-driven collaboration", "It starts from a need shown by student results.", "Page 1 of",
        *(f"Answer to {key}. Second line. New paragraph." for key in PROMPTS if key != "essential_question"),
    ):  # fmt: skip
        assert words in text, words


def test_the_pdf_is_tagged_and_names_its_language_and_title(plan, as_ada):
    pdf = pdf_of(as_ada, plan)
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-AU"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert pdf.metadata.title == "Volcanoes"
    assert "/StructTreeRoot" in root
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert 1 <= len(pdf.pages) <= 3


def test_the_pdf_comes_down_under_a_safe_name(plan, as_ada):
    assert as_ada.get(pdf_url(plan))["Content-Disposition"] == 'attachment; filename="volcanoes.pdf"'
    assert file_name(UnitPlan(pk=7, title='../../etc: "a"\r\nb/ ☺')) == "etc-a-b.pdf"
    assert file_name(UnitPlan(pk=7, title="!!!")) == "plan-7.pdf"
    assert len(file_name(UnitPlan(pk=7, title="w" * 200))) == 84


def test_who_may_see_the_plan_may_have_its_pdf(plan, as_ada, as_ben, as_cleo, as_lena, as_nils):
    statuses = [client.get(pdf_url(plan)).status_code for client in (as_ada, as_ben, as_lena, as_cleo, as_nils)]
    assert statuses == [200, 200, 200, 404, 404]


@pytest.mark.parametrize("number", [1, 3])
def test_the_pdf_costs_as_many_queries_for_a_short_plan_as_for_a_long_one(
    plan, hill, as_ada, django_assert_num_queries, number
):
    by = {"plan": plan, "created_at": NOW, "created_by": hill.ada, "changed_at": NOW, "changed_by": hill.ada}
    for index in range(number):
        Lesson.objects.create(focus=f"Lesson {index}", **by)
        criterion = Criterion.objects.create(name=f"Criterion {index}", **by)
        CriterionCount.objects.create(criterion=criterion, level=1, students=3)
        say(plan, hill.ada, list(PROMPTS)[index], "Something.")
    plan.year_levels.set([hill.year_level])
    with django_assert_num_queries(18):
        as_ada.get(pdf_url(plan))


@pytest.mark.parametrize(
    "text",
    [
        "I loved it 😀 👩‍🔬 👍🏽 🇳🇿",
        "שלום עולם, السلام عليكم \u202eabc\u202c",
        "火山の近くに住む人々 汉字 한국어 नमस्ते ไทย",
        "w" * 5000,
        "word " * 20_000,
        "a\u0301\u0302\u0303 \x07 \x0b \u2028 \ufeff \ue000 \U000e0041 \U0001d11e",
        '#panic("x") *bold* _it_ $x$ @ref `raw` \\ = Heading ] } <label> {{ x }} // comment',
    ],
    ids=["emoji", "right to left", "other scripts", "one long word", "100,000 characters", "odd", "markup"],
)
def test_no_text_breaks_the_pdf_nor_its_tags(plan, hill, as_ada, text):
    UnitPlan.objects.filter(pk=plan.pk).update(title=text[:200])
    Partner.objects.filter(plan=plan, member=hill.ben).update(will=text, expertise=text[:500])
    say(plan, hill.ada, "task", text)
    pdf = pdf_of(as_ada, plan)
    assert b"pdfuaid:part>1<" in pdf.trailer["/Root"]["/Metadata"].get_data()


def test_a_column_that_would_be_empty_is_left_out_of_the_pdf(plan, hill, as_ada):
    by = {"plan": plan, "created_at": NOW, "created_by": hill.ada, "changed_at": NOW, "changed_by": hill.ada}
    Lesson.objects.create(focus="Maps", **by)
    bare = text_of(pdf_of(as_ada, plan))
    Lesson.objects.update(place="Creek")
    Partner.objects.filter(plan=plan, member=hill.ben).update(will="Walks there")
    columns = ("Place", "Will")
    assert [[column in text for column in columns] for text in (bare, text_of(pdf_of(as_ada, plan)))] == [
        [False, False],
        [True, True],
    ]


def test_a_plan_without_partners_has_a_pdf(plan, as_ada):
    Partner.objects.filter(plan=plan).delete()
    assert "Who plans it" not in text_of(pdf_of(as_ada, plan))


def test_a_subject_called_as_its_department_is_named_once(plan, hill, as_ada):
    name = hill.department.name
    subject, _ = Subject.objects.get_or_create(school=hill.school, name=name)
    UnitPlan.objects.filter(pk=plan.pk).update(subject=subject, department=hill.department)
    text = text_of(pdf_of(as_ada, plan))
    assert (f"Subject {name}" in text, f"{name} · {name}" in text) == (True, False)


def test_markup_is_set_as_it_was_typed(plan, hill, as_ada):
    say(plan, hill.ada, "task", "#panic() *bold* $x$ <script>")
    assert "#panic() *bold* $x$ <script>" in text_of(pdf_of(as_ada, plan))


def test_characters_without_a_glyph_have_a_stand_in():
    assert settable("ok 😀 é ā ✓ 火") == "ok [grinning face] é ā ✓ □"
    assert [stand_in(one) for one in ("\U0001f1f3", "\u0007", "\U0001f3fd")] == ["N", "", ""]


def write_font(path, character):
    """A font of another family that has one character alone, drawn as an x."""
    font = TTFont(typst.HERE / "fonts" / "AtkinsonHyperlegibleNext-Regular.ttf")
    glyph = font.getBestCmap()[ord("x")]
    for table in font["cmap"].tables:
        table.cmap = {ord(character): glyph}
    for name in font["name"].names:
        name.string = "Another"
    font.save(path)


def test_characters_that_further_fonts_have_are_set_with_them(plan, hill, as_ada, settings, monkeypatch, tmp_path):
    monkeypatch.setattr(characters, "_known", dict.fromkeys(characters.SURELY_SET, True))
    write_font(tmp_path / "another.ttf", "火")
    settings.PDF_FONTS = str(tmp_path)
    say(plan, hill.ada, "task", "Fire is 火, water is 水")
    assert "Fire is 火, water is □" in text_of(pdf_of(as_ada, plan))


def test_a_folder_of_fonts_that_is_not_there_is_no_reason_to_fail(plan, as_ada, settings, tmp_path):
    settings.PDF_FONTS = str(tmp_path / "nowhere")
    assert "Volcanoes" in text_of(pdf_of(as_ada, plan))


def test_a_document_that_cannot_be_set_says_so(plan, as_ada, settings, monkeypatch, tmp_path):
    broken = tmp_path / "plan.typ"
    broken.write_text("#panic()")
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(views, "TEMPLATE", broken)
    answer = as_ada.get(pdf_url(plan))
    assert answer.status_code == 503
    assert "The PDF could not be made" in answer.content.decode()
