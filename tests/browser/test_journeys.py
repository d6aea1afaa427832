"""What people really do, from the first click to the last, on the real stack."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, plan_shown

STAFF = """Name\tE-mail\tStaff ID\tRoles\tDepartment
Rosa Lindgren\trosa@elm.example\tE1\tTeacher\tScience
Imran Qureshi\timran@elm.example\tE2\tTeacher; Leader\tEnglish
Nameless\t\t\tGardener\t
"""


def picture(page, name):
    """Takes a screenshot for the README when COLLAB_PICTURES names a folder (`make pictures`)."""
    if folder := os.environ.get("COLLAB_PICTURES"):
        page.wait_for_load_state("networkidle")
        page.screenshot(path=Path(folder) / f"{name}.png")


def answer(page, label, text):
    """Types an answer and waits until the page says that it is saved."""
    box = page.get_by_label(label, exact=True)
    box.fill(text)
    box.blur()
    card = page.locator(".answer", has=box)
    expect(card.get_by_text(re.compile(r"Saved \d"))).to_be_visible()


def test_a_newcomer_sets_up_a_school_and_imports_the_staff(empty_server, person):
    page = person(empty_server, None)
    page.goto(empty_server.url)
    page.get_by_label("Name", exact=False).first.fill("Elm Grove School")
    page.get_by_label("Country").select_option("NZ")
    page.get_by_role("button", name="Go on to the terms").click()
    expect(page.locator("input[type=date]").first).not_to_have_value("")
    page.get_by_role("button", name="Go on to you").click()
    page.get_by_label("Your name").fill("Mira Solberg")
    page.get_by_label("Your e-mail address").fill("mira@elm.example")
    page.get_by_label("Password", exact=False).first.fill("a-reading-corner")
    page.get_by_label("Password again").fill("a-reading-corner")
    page.get_by_role("button", name="Set up Elm Grove School").click()
    expect(page).to_have_url(f"{empty_server.url}/elm-grove-school/")

    page.goto(f"{empty_server.url}/elm-grove-school/people/import/")
    page.locator("textarea").fill(STAFF)
    page.get_by_role("button", name="Look at the rows").click()
    expect(page.locator("tr.row-tone-new")).to_have_count(2)
    expect(page.locator("tr.row-tone-refused")).to_contain_text("Nameless")
    page.get_by_role("button", name=re.compile("^Import")).click()
    page.get_by_role("link", name="See the people").click()
    expect(page.get_by_role("link", name="Rosa Lindgren")).to_be_visible()
    expect(page.get_by_role("link", name="Nameless")).to_have_count(0)


def test_ada_and_a_teacher_she_invites_plan_a_unit_through_all_five_stages(server, person):
    ada = person(server, "ada")
    ada.get_by_role("link", name="Plan a unit").first.click()
    ada.get_by_label("Topic").fill("Poems in the dark")
    ada.get_by_label("Partner").fill("Jack Brennan")
    ada.get_by_role("button", name="Start the plan").click()
    expect(ada.get_by_role("heading", level=1)).to_contain_text("Poems in the dark")
    plan = plan_shown(ada)
    expect(ada.get_by_text("Jack Brennan has no login yet")).to_be_visible()
    answer(ada, "Essential question", "What do we hear when we cannot see?")
    expect(ada.get_by_role("link", name="Work it out again")).to_be_visible()

    jack = _invited(server, ada, person)
    jack.goto(f"{plan}stages/1/")
    answer(jack, "The task, as students get it", "Write a poem that can be read by torchlight.")
    answer(jack, "Final product", "An evening of poems in the library.")
    ada.goto(f"{plan}stages/1/")
    answer(ada, "Information skills to be taught", "Finding three poems and saying who wrote them.")
    _complete(ada)
    ada.goto(f"{plan}stages/2/")
    answer(ada, "Strategy, step by step", "Read, choose, write, read aloud.")
    _add_lesson(ada)
    _complete(ada)

    jack.goto(f"{plan}stages/3/")
    jack.locator("[id^=rows-lesson-logs]").get_by_role(
        "button", name=re.compile("Log|Write|What happened")
    ).first.click()
    jack.get_by_label("What happened").fill("They read to each other in the dark.")
    jack.get_by_label("Students reached").fill("26")
    jack.locator(".rows-form").get_by_role("button", name="Save").click()
    expect(jack.locator("[id^=rows-lesson-logs]")).to_contain_text("They read to each other in the dark.")
    jack.goto(f"{plan}stages/3/")
    answer(jack, "How it is going", "Better than hoped.")
    _complete(jack)

    jack.goto(f"{plan}stages/4/")
    answer(jack, "What the products show", "Every student read one poem aloud.")
    ada.goto(f"{plan}stages/4/")
    answer(ada, "The library-led parts", "All named the poets of the poems they chose.")
    _complete(ada)
    jack.goto(f"{plan}stages/5/")
    answer(jack, "The teacher's view", "I want to do this every winter.")
    ada.goto(f"{plan}stages/5/")
    answer(ada, "The librarian's view", "Torches are cheap; order more.")
    answer(ada, "Change next time", "Start with reading aloud.")
    _complete(ada)

    ada.goto(plan)
    expect(ada.get_by_text("Collaboration", exact=True).first).to_be_visible()
    for part in ("a part in planning", "a part in a lesson that was taught", "a part in the evaluation"):
        expect(ada.get_by_text(re.compile(f"The librarian had {part}")).first).to_be_attached()
    expect(ada.locator(".page-head").get_by_role("button", name="Close the plan")).to_be_visible()
    with ada.expect_download() as coming:
        ada.evaluate(
            "url => { const a = document.createElement('a'); a.href = url; a.download = ''; a.click(); }",
            f"{plan}plan.pdf",
        )
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF-")


def _invited(server, ada, person):
    """Jack, who had no login, after he has followed Ada's invitation and set a password."""
    ada_plan = ada.url
    ada.goto(f"{server.url}/hill/people/?q=Jack")
    ada.get_by_role("link", name="Jack Brennan").click()
    ada.get_by_role("button", name=re.compile("Invite|Send")).first.click()
    letter = server.latest_letter("jack@hill.example").replace("=\n", "")
    link = re.search(r"https?://\S+/join/[\w-]+/", letter).group()
    jack = person(server, None, viewport=PHONE)
    jack.goto(link)
    expect(jack.get_by_text("Hill School").first).to_be_visible()
    for box in jack.locator("input[type=password]").all():
        box.fill("torch-light-poems")
    jack.locator("form:has(input[type=password]) button").first.click()
    jack.wait_for_url(re.compile("/hill/"))
    ada.goto(ada_plan)
    return jack


def _add_lesson(page):
    page.locator("#rows-lessons").get_by_role("button", name="Add a lesson").click()
    page.get_by_label("What it is about").fill("Reading by torchlight")
    page.get_by_label("Planned and taught together").check()
    page.locator(".rows-form").get_by_role("button", name="Save").click()
    expect(page.locator("#rows-lessons strong", has_text="Reading by torchlight")).to_be_visible()


def _complete(page):
    page.get_by_role("button", name=re.compile("complete", re.IGNORECASE)).click()
    expect(page.get_by_text("This stage is complete").first).to_be_visible()


@pytest.fixture
def plan_of_ada_and_ben(server, person):
    ada, ben = person(server, "ada"), person(server, "ben")
    ada.goto(f"{server.url}/hill/plans/new/")
    ada.get_by_label("Topic").fill("Bridges")
    ada.get_by_label("Partner").fill("Ben Okafor")
    ada.get_by_role("button", name="Start the plan").click()
    return ada, ben, plan_shown(ada)


def test_two_people_type_into_one_answer_and_nothing_is_lost(plan_of_ada_and_ben):
    ada, ben, plan = plan_of_ada_and_ben
    for page in (ada, ben):
        page.goto(f"{plan}stages/2/")
    ada_box, ben_box = (page.get_by_label("Strategy, step by step", exact=True) for page in (ada, ben))
    ben_box.focus()
    # What Ben types saves itself in less than a second, so he types once hers is saved: his page does not know of it.
    answer(ada, "Strategy, step by step", "Ada was here")
    ben_box.press_sequentially("Ben was here")
    ben_box.blur()
    expect(ben.locator(".conflict")).to_be_visible()
    ada.goto(f"{plan}stages/2/")
    expect(ada.locator(".conflict")).to_contain_text("Ada was here")
    expect(ada.locator(".conflict")).to_contain_text("Ben was here")
    merge = ada.get_by_label("Both together")
    merge.fill("Ada and Ben were here")
    ada.get_by_role("button", name="Keep this text").click()
    expect(ada.get_by_label("Strategy, step by step", exact=True)).to_have_value("Ada and Ben were here")
    expect(ada.locator(".conflict")).to_have_count(0)
    expect(ada_box).to_have_value("Ada and Ben were here")


def _start_alone(page, server):
    page.goto(f"{server.url}/hill/plans/new/")
    page.get_by_label("Topic").fill("Bridges")
    page.get_by_role("button", name="Start the plan").click()
    return plan_shown(page)


def test_a_standard_is_found_with_the_enter_key_and_used(server, person):
    ada = person(server, "ada")
    plan = _start_alone(ada, server)
    ada.goto(f"{plan}stages/1/")
    section = ada.locator("#rows-standards")
    section.get_by_role("button", name="Add a standard").click()
    ada.locator("#standards-q").fill("a")
    ada.locator("#standards-q").press("Enter")
    use = ada.get_by_role("button", name="Use this")
    expect(use.first).to_be_visible()
    expect(ada).to_have_url(f"{plan}stages/1/")
    use.first.click()
    expect(section.get_by_text(re.compile(r"^This unit rests on .+\.$"))).to_be_visible()
    number = plan.rstrip("/").split("/")[-1]
    ada.goto(f"{server.url}/hill/plans/standards/?plan={number}&q=")
    use.first.click()
    expect(ada).to_have_url(f"{plan}stages/1/#rows-standards")
    expect(ada.get_by_text(re.compile(r"^This unit rests on .+\.$"))).to_be_visible()


def test_a_row_that_is_half_typed_is_there_again(server, person):
    ada = person(server, "ada")
    plan = _start_alone(ada, server)
    asked = []
    ada.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    source, restored = ada.get_by_label("Which results"), ada.get_by_text("Restored what you had typed")
    add = ada.get_by_role("button", name="Add a need")
    ada.goto(f"{plan}stages/1/")
    add.click()
    source.click()
    source.fill("Reading test")
    ada.get_by_role("link", name="Plans", exact=True).first.click()
    ada.wait_for_url(re.compile("/plans/$"))
    assert asked == ["beforeunload"]
    ada.goto(f"{plan}needs/add/")
    expect(source).to_have_value("Reading test")
    expect(restored).to_be_visible()
    ada.goto(f"{plan}stages/1/")
    add.click()
    expect(source).to_have_value("Reading test")
    ada.get_by_role("button", name="Throw away").click()
    expect(source).to_have_value("")
    source.fill("Spelling test")
    ada.locator(".rows-form").get_by_role("button", name="Save").click()
    expect(ada.locator(".rows-form .is-invalid").first).to_be_visible()
    ada.get_by_label("What they show").fill("Half of them guess.")
    ada.locator(".rows-form").get_by_role("button", name="Save").click()
    expect(ada.locator("#rows-needs strong").get_by_text("Spelling test")).to_be_visible()
    add.click()
    expect(source).to_have_value("")
    expect(restored).to_have_count(0)
    ada.goto(f"{plan}needs/add/")
    source.fill("Posters")
    ada.get_by_role("button", name="Save").click()
    expect(ada.locator(".rows-form .is-invalid").first).to_be_visible()
    ada.get_by_label("What they show").fill("Few sources.")
    ada.get_by_role("button", name="Save").click()
    expect(ada.locator("#rows-needs strong").get_by_text("Posters")).to_be_visible()
    ada.goto(f"{plan}needs/add/")
    expect(source).to_have_value("")


@pytest.mark.parametrize("has_script", [True, False])
def test_completing_and_reopening_a_stage_saves_what_was_just_typed(has_script, server, person):
    ada = person(server, "ada", java_script_enabled=has_script)
    plan = _start_alone(ada, server)
    ada.goto(f"{plan}stages/1/")
    box = ada.get_by_label("Success criteria", exact=True)
    box.fill("It stands.")
    _complete(ada)
    expect(box).to_have_value("It stands.")
    box.fill("It stands and carries a book.")
    ada.get_by_label("Why?").fill("More to say")
    ada.get_by_label("Why?").press("Enter")
    expect(ada.get_by_role("button", name="Stage 1 is complete")).to_be_visible()
    expect(box).to_have_value("It stands and carries a book.")


@pytest.mark.parametrize("has_script", [True, False])
def test_whatever_is_pressed_on_a_stage_saves_what_was_just_typed(has_script, server, person):
    ada = person(server, "ada", java_script_enabled=has_script)
    stage = f"{_start_alone(ada, server)}stages/2/"
    ada.goto(stage)
    box = ada.get_by_label("Strategy, step by step", exact=True)
    duties = ada.locator("#rows-duties")
    box.fill("Read.")
    duties.get_by_role("button", name="Add a duty").click()
    ada.locator("[name=what]").fill("Reserve the room")
    ada.get_by_role("button", name="Save", exact=True).last.click()
    expect(duties).to_contain_text("Reserve the room")
    expect(box).to_have_value("Read.")
    box.fill("Read, choose.")
    duties.get_by_role("button", name="Done: Reserve the room").click()
    expect(duties).to_contain_text("Done by Ada")
    expect(box).to_have_value("Read, choose.")
    box.fill("Read, choose, write.")
    ada.get_by_role("button", name="3 Doing").click()
    ada.wait_for_url(re.compile("/stages/3/$"))
    ada.get_by_role("button", name="2 Plan").click()
    ada.wait_for_url(re.compile("/stages/2/$"))
    expect(box).to_have_value("Read, choose, write.")
    duties.get_by_role("button", name="Remove Reserve the room").click()
    ada.get_by_role("button", name="Remove", exact=True).click()
    expect(duties).not_to_contain_text("Reserve the room")
    expect(box).to_have_value("Read, choose, write.")


def test_by_keyboard_a_question_begins_with_keep_it_and_gives_the_focus_back(server, person):
    ada = person(server, "ada")
    ada.goto(_start_alone(ada, server))
    remove = ada.locator("#rows-partners").get_by_role("button", name="Remove Ada Marlow")
    remove.press("Enter")
    expect(ada.get_by_role("link", name="Keep it")).to_be_focused()
    # The browser gives the focus as soon as the question is there, htmx takes it in charge some milliseconds later.
    expect(ada.locator(".htmx-added")).to_have_count(0)
    ada.keyboard.press("Enter")
    expect(remove).to_be_focused()


def test_a_text_put_back_as_it_was_is_no_longer_said_to_be_unsaved(server, person):
    ada = person(server, "ada")
    ada.goto(f"{_start_alone(ada, server)}stages/1/")
    answer(ada, "Success criteria", "It stands.")
    box = ada.get_by_label("Success criteria", exact=True)
    card = ada.locator(".answer", has=box)
    box.fill("word " * 20_001)
    expect(card.get_by_text("Not saved")).to_be_visible()
    box.fill("It stands.")
    expect(card.get_by_text("Not saved")).to_have_count(0)
    expect(card).to_have_attribute("data-state", "idle")


def test_nothing_is_lost_with_javascript_off_either(server, person):
    ada = person(server, "ada", java_script_enabled=False)
    ben = person(server, "ben", java_script_enabled=False)
    ada.goto(f"{server.url}/hill/plans/new/")
    ada.get_by_label("Topic").fill("Bridges")
    ada.get_by_label("Partner").fill("Ben Okafor")
    ada.get_by_role("button", name="Start the plan").click()
    plan = plan_shown(ada)
    for page, text in ((ada, "Ada was here"), (ben, "Ben was here")):
        page.goto(f"{plan}stages/2/")
        page.get_by_label("Strategy, step by step", exact=True).fill(text)
    for page in (ada, ben):
        with page.expect_navigation():
            page.get_by_role("button", name="Save all of this page").click()
    expect(ben.locator(".conflict")).to_contain_text("Ada was here")
    expect(ben.locator(".conflict")).to_contain_text("Ben was here")
    with ben.expect_navigation():
        ben.get_by_role("button", name=re.compile("Keep (mine|yours|my)", re.IGNORECASE)).first.click()
    ben.goto(f"{plan}stages/2/")
    expect(ben.get_by_label("Strategy, step by step", exact=True)).to_have_value("Ben was here")
    expect(ben.locator(".conflict")).to_have_count(0)


def test_ben_signs_in_with_a_code_from_his_mail(server, person):
    page = person(server, None, viewport=PHONE)
    page.goto(f"{server.url}/accounts/login/code/")
    page.get_by_label("E-mail").fill("ben@hill.example")
    page.locator("form:has(input[type=email]) button").first.click()
    code = server.latest_code("ben@hill.example")
    page.locator("input[name=code]").fill(code)
    page.locator("form:has(input[name=code]) button").first.click()
    expect(page).to_have_url(f"{server.url}/hill/")


def test_a_text_survives_a_server_that_is_gone(server, person):
    page = person(server, "ada")
    page.goto(f"{server.url}/hill/plans/new/")
    page.get_by_label("Topic").fill("Bridges")
    page.get_by_role("button", name="Start the plan").click()
    page.goto(f"{plan_shown(page)}stages/1/")
    page.context.set_offline(True)
    box = page.get_by_label("Success criteria", exact=True)
    box.fill("It stands.")
    box.blur()
    expect(page.locator(".answer", has=box)).to_have_attribute("data-state", re.compile("failed|offline"))
    page.context.set_offline(False)
    expect(page.locator(".answer", has=box).get_by_text(re.compile(r"Saved \d"))).to_be_visible()
    page.reload()
    expect(page.get_by_label("Success criteria", exact=True)).to_have_value("It stands.")


def test_the_pages_of_the_readme(shared_server, person):
    ada = person(shared_server, "ada")
    picture(ada, "desk")
    ada.get_by_role("link", name="Rivers at risk", exact=True).click()
    expect(ada.get_by_role("heading", level=1)).to_contain_text("Rivers at risk")
    picture(ada, "plan")
    sunniva = person(shared_server, "sunniva", viewport=PHONE)
    sunniva.goto(f"{plan_shown(ada)}stages/4/")
    expect(sunniva.get_by_role("heading", level=1)).to_contain_text("Product evaluation")
    picture(sunniva, "stage-phone")
    ada.goto(f"{shared_server.url}/hill/topics/board/")
    expect(ada.get_by_role("heading", level=1)).to_contain_text("Term board")
    picture(ada, "board")
    ada.goto(f"{shared_server.url}/hill/library/loans/")
    ada.get_by_role("link", name="Our town a hundred years ago").first.click()
    expect(ada.get_by_role("heading", level=1)).to_contain_text("Our town a hundred years ago")
    picture(ada, "box")
    lena = person(shared_server, "lena")
    lena.goto(f"{shared_server.url}/hill/reports/")
    expect(lena.get_by_role("heading", level=1)).to_contain_text("What came of it")
    picture(lena, "leaders")
    sunniva.goto(f"{shared_server.url}/hill/topics/ask/")
    expect(sunniva.get_by_role("heading", level=1)).to_contain_text("What will you teach?")
    picture(sunniva, "topic-phone")
