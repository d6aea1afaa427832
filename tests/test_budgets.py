"""Budgets and sums: what is suggested, spoken for and left in a school year, and who sets the limit."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from collab.errors import RowChanged
from collab.models import Term
from collab.money import MoneyField, currency_of, in_words
from collab.school_settings.errors import StillInUse
from collab.school_settings.records import remove
from resources.budgets.actions import set_budget
from resources.budgets.queries import lines_of, total_line
from resources.budgets.years import Year, at_hand, years_of
from resources.models import Budget, PurchaseSuggestion
from resources.purchases.actions import move_purchase
from tests.cast import NOW, TODAY
from tests.racing import refusals
from tests.suggestions import bring_to, suggest


def url(name, **query):
    return reverse(name, kwargs={"school_slug": "hill"}, query=query)


def budget_of(hill, amount=500, department=None, year="2026"):
    return Budget.objects.create(school=hill.school, year=year, department=department, amount=amount)


def sums(hill, year=None):
    """Name of the department → what the page says, without what is empty."""
    year = year or at_hand(years_of(hill.ada, today=TODAY))
    found = {}
    for line in lines_of(member=hill.ada, year=year):
        words = dict(line.cells()) | {"Budget": line.budget_words, "Left": line.left_words}
        words = {name: text for name, text in words.items() if text}
        if words:
            found[line.name] = words
    return found


# --- Years -----------------------------------------------------------------------------------------------


def test_a_year_begins_after_the_last_day_of_the_year_before(hill):
    Term.objects.create(
        school=hill.school, name="Term 1", year="2027", starts_on=date(2027, 1, 27), ends_on=date(2027, 4, 2)
    )
    assert years_of(hill.ada, today=TODAY) == [
        Year("2027", date(2026, 12, 18), None, False),
        Year("2026", None, date(2026, 12, 17), True),
    ]
    assert at_hand(years_of(hill.ada, today=date(2026, 12, 24))).name == "2027"
    assert at_hand(years_of(hill.ada, today=date(2030, 1, 1))).name == "2027"


def test_a_school_without_terms_has_no_year_and_is_told_so(hill, as_ada):
    Term.objects.all().delete()
    assert at_hand(years_of(hill.ada, today=TODAY)) is None
    assert "No school year yet" in as_ada.get(url("budgets")).content.decode()
    assert as_ada.get(url("purchases")).status_code == 200
    assert as_ada.get(url("budget_set", year="2026")).status_code == 404


# --- Sums ------------------------------------------------------------------------------------------------


def test_sums_are_by_department_and_state_against_the_budget(hill):
    suggest(hill, "A", price=Decimal("10.50"), quantity=2)
    bring_to(hill, suggest(hill, "B", price=Decimal(5)), "advised")
    bring_to(hill, suggest(hill, "C", price=Decimal(30)), "accepted")
    bring_to(hill, suggest(hill, "D", price=Decimal(40)), "ordered")
    bring_to(hill, suggest(hill, "E", price=Decimal(50)), "available")
    bring_to(hill, suggest(hill, "F", price=Decimal(999)), "declined")
    suggest(hill, "G", price=Decimal(7), department=hill.science)
    suggest(hill, "H", department=None, price=Decimal("0.10"))
    budget_of(hill, 100, hill.humanities)
    budget_of(hill, 1000)
    assert sums(hill) == {
        "Humanities": {
            "Suggested": "$26.00",
            "Accepted": "$30.00",
            "Ordered": "$40.00",
            "Available": "$50.00",
            "Budget": "$100.00",
            "Left": "Over by $20.00",
        },
        "Science": {"Suggested": "$7.00"},
        "Library": {"Suggested": "$0.10", "Budget": "$1,000.00", "Left": "$1,000.00"},
    }
    total = total_line(lines_of(member=hill.ada, year=at_hand(years_of(hill.ada, today=TODAY))), "AU")
    assert (dict(total.cells())["Suggested"], total.budget_words, total.left_words) == (
        "$33.10",
        "$1,100.00",
        "$980.00",
    )


def test_sums_are_those_of_the_suggestions_one_by_one(hill):
    for index, state in enumerate(("asked", "advised", "accepted", "ordered", "available") * 2):
        bring_to(
            hill, suggest(hill, f"Title {index}", price=Decimal(index) + Decimal("0.35"), quantity=index + 1), state
        )
    total = total_line(lines_of(member=hill.ada, year=at_hand(years_of(hill.ada, today=TODAY))), "AU")
    expected = sum(one.price * one.quantity for one in PurchaseSuggestion.objects.all())
    assert sum(total.amounts.values()) == expected


def test_what_has_no_price_is_counted_beside_the_sum(hill, as_ada):
    suggest(hill, "Priced", price=Decimal(10))
    suggest(hill, "Unpriced")
    page = as_ada.get(url("budgets")).content.decode()
    assert ("1 without a price" in page, "$10.00" in page) == (True, True)


def test_what_is_ordered_counts_in_the_year_of_its_order_and_the_rest_in_the_year_at_hand(hill):
    Term.objects.create(
        school=hill.school, name="Term 4", year="2025", starts_on=date(2025, 10, 13), ends_on=date(2025, 12, 18)
    )
    last_year = datetime(2025, 11, 3, tzinfo=UTC)
    bring_to(hill, suggest(hill, "Ordered then", price=Decimal(10), now=last_year), "ordered", now=last_year)
    suggest(hill, "Asked then", price=Decimal(20), now=last_year)
    accepted = bring_to(hill, suggest(hill, "Ordered twice", price=Decimal(40)), "ordered", now=last_year)
    move_purchase(purchase=accepted, to="accepted", why="", by=hill.ada, now=NOW)
    move_purchase(purchase=accepted, to="ordered", why="", by=hill.ada, now=NOW)
    this_year, year_before = years_of(hill.ada, today=TODAY)
    assert sums(hill, this_year) == {"Humanities": {"Suggested": "$20.00", "Ordered": "$40.00"}}
    assert sums(hill, year_before) == {"Humanities": {"Ordered": "$10.00"}}


def test_money_follows_a_department_to_its_new_name_and_keeps_it_from_being_removed(hill):
    budget_of(hill, 100, hill.science)
    bring_to(hill, suggest(hill, price=Decimal(30)), "accepted")
    for department, name in ((hill.science, "Sciences"), (hill.humanities, "People and places")):
        department.name = name
        department.save()
    assert sums(hill) == {
        "People and places": {"Accepted": "$30.00"},
        "Sciences": {"Budget": "$100.00", "Left": "$100.00"},
    }
    for department, uses in ((hill.science, "1 budget"), (hill.humanities, "1 purchase suggestion")):
        with pytest.raises(StillInUse, match=uses):
            remove(department, by=hill.omar, now=NOW)


def test_budgets_of_a_year_that_was_renamed_are_not_forgotten(hill, vale, as_ada):
    budget_of(hill, 100, hill.humanities)
    Budget.objects.create(school=vale.school, year="1999", amount=5)
    assert "Budgets are kept for" not in as_ada.get(url("budgets")).content.decode()
    Term.objects.filter(school=hill.school).update(year="2026/27")
    assert (
        "Budgets are kept for 2026, and no term is of that school year." in as_ada.get(url("budgets")).content.decode()
    )


def test_nothing_of_another_school_is_counted(hill, vale):
    made = {"created_by": vale.nils, "created_at": NOW}
    PurchaseSuggestion.objects.create(school=vale.school, title="Theirs", price=5, **made)
    Budget.objects.create(school=vale.school, year="2026", amount=5)
    assert sums(hill) == {}


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_seven_queries(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        suggest(hill, f"Title {index}", price=Decimal(10))
    with django_assert_num_queries(7):
        assert as_ada.get(url("budgets")).status_code == 200


def test_over_budget_is_said_in_words_above_the_list_of_purchases(hill, as_ada, as_hugo, as_ben):
    budget_of(hill, 100, hill.humanities)
    bring_to(hill, suggest(hill, price=Decimal("185.50")), "accepted")
    words = "Humanities is over its budget of 2026 by $85.50."
    pages = [client.get(url("purchases")).content.decode() for client in (as_ada, as_hugo, as_ben)]
    assert [words in page for page in pages] == [True, True, False]
    assert ["Money in 2026" in page for page in pages] == [True, True, False]


def test_the_sums_are_taken_home_as_plain_amounts(hill, as_lena, as_ben):
    budget_of(hill, 100, hill.humanities)
    bring_to(hill, suggest(hill, price=Decimal("32.50"), quantity=4), "ordered")
    suggest(hill, "Unpriced", department=None)
    answer = as_lena.get(url("budgets_download", year="2026"))
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    year_and_all = ["2026", "Humanities", "0", "0", "130.00", "0", "0", "100.00", "-30.00", "AUD"]
    assert [rows[0][1], *rows[1:]] == [
        "Department",
        year_and_all,
        ["2026", "Science", "0", "0", "0", "0", "0", "", "", "AUD"],
        ["2026", "Library", "0", "0", "0", "0", "1", "", "", "AUD"],
    ]
    assert 'filename="budgets-hill-2026.csv"' in answer["Content-Disposition"]
    assert as_ben.get(url("budgets_download")).status_code == 403
    assert url("budgets_download", year="2026") in as_lena.get(url("budgets")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_download_costs_six_queries(hill, as_ada, django_assert_num_queries, number):
    for index in range(number):
        suggest(hill, f"Title {index}", price=Decimal(10))
    with django_assert_num_queries(6):
        as_ada.get(url("budgets_download")).getvalue()


def test_a_school_without_terms_has_nothing_to_take_home(hill, as_ada):
    Term.objects.all().delete()
    assert as_ada.get(url("budgets_download")).status_code == 404


@pytest.mark.parametrize(
    ("price", "told"),
    [
        (None, "Humanities has $20.00 left of its budget of 2026."),
        ("10", "Humanities has $20.00 left of its budget of 2026."),
        ("12.50", "Humanities has $20.00 left of its budget of 2026. This would go over it by $5.00."),
    ],
)
def test_who_decides_reads_what_is_left_and_whether_it_is_enough(hill, as_ada, as_ben, price, told):
    budget_of(hill, 50, hill.humanities)
    bring_to(hill, suggest(hill, "Spoken for", price=Decimal(30)), "accepted")
    purchase = suggest(hill, "Atlas", price=price and Decimal(price), quantity=2)
    there = purchase.get_absolute_url()
    assert [f">{told}<" in client.get(there).content.decode() for client in (as_ada, as_ben)] == [True, False]


def test_who_decides_reads_that_the_budget_is_spent_and_nothing_where_there_is_none(hill, as_ada):
    purchase, without = suggest(hill, "Atlas"), suggest(hill, "Globe", department=None)
    budget_of(hill, 10, hill.humanities)
    bring_to(hill, suggest(hill, "Spoken for", price=Decimal(30)), "ordered")
    pages = [as_ada.get(one.get_absolute_url()).content.decode() for one in (purchase, without)]
    assert ["Humanities is over its budget of 2026 by $20.00." in page for page in pages] == [True, False]
    assert ["budget" in page for page in pages] == [True, False]
    bring_to(hill, purchase, "accepted")
    assert "over its budget" not in as_ada.get(purchase.get_absolute_url()).content.decode()


# --- Setting ---------------------------------------------------------------------------------------------


def test_librarians_and_administrators_set_it_leaders_read_it(hill, as_ada, as_omar, as_lena, as_ben, as_nils):
    place = {"year": "2026", "department": hill.humanities.pk}
    assert [client.get(url("budgets")).status_code for client in (as_ada, as_omar, as_lena, as_ben, as_nils)] == [
        200,
        200,
        200,
        403,
        404,
    ]
    assert [client.get(url("budget_set", **place)).status_code for client in (as_lena, as_ben, as_nils)] == [
        403,
        403,
        404,
    ]
    answer = as_omar.post(url("budget_set", **place), {"amount": "$1,200", "version": 0})
    assert (answer.status_code, answer.url) == (302, url("budgets", year="2026"))
    budget = Budget.objects.get()
    assert (budget.amount, budget.department, budget.year, budget.changed_by) == (
        1200,
        hill.humanities,
        "2026",
        hill.omar,
    )
    as_ada.post(url("budget_set", **place), {"amount": "900", "version": 1})
    budget.refresh_from_db()
    assert (budget.amount, budget.version, budget.changed_by) == (900, 2, hill.ada)


def test_the_library_has_a_budget_of_its_own_and_an_empty_one_is_no_limit(hill, as_ada):
    as_ada.post(url("budget_set", year="2026"), {"amount": "50", "version": 0})
    assert Budget.objects.get().department is None
    as_ada.post(url("budget_set", year="2026"), {"amount": "", "version": 1})
    assert not Budget.objects.exists()
    assert as_ada.post(url("budget_set", year="2026"), {"amount": "", "version": 0}).status_code == 302


@pytest.mark.parametrize(
    "query", [{}, {"year": "1999"}, {"year": "2026", "department": "x"}, {"year": "2026", "department": "9" * 30}]
)
def test_a_budget_of_nothing_that_there_is_is_404(hill, as_ada, query):
    assert as_ada.get(url("budget_set", **query)).status_code == 404


def test_a_department_of_another_school_is_404(hill, vale, as_ada):
    theirs = vale.school.departments.create(name="Theirs")
    assert as_ada.get(url("budget_set", year="2026", department=theirs.pk)).status_code == 404


@pytest.mark.parametrize("typed", ["-5", "lots", "1e99", "99999999999999", "NaN"])
def test_what_is_no_amount_is_refused_and_kept(hill, as_ada, typed):
    answer = as_ada.post(url("budget_set", year="2026"), {"amount": typed, "version": 0})
    assert (answer.status_code, f'value="{typed}"' in answer.content.decode()) == (422, True)
    assert not Budget.objects.exists()


def test_of_two_who_set_it_the_second_is_shown_what_stands(hill, as_ada, as_omar):
    as_ada.post(url("budget_set", year="2026"), {"amount": "50", "version": 0})
    answer = as_omar.post(url("budget_set", year="2026"), {"amount": "70", "version": 0})
    page = answer.content.decode()
    assert (answer.status_code, "Ada Marlow changed this" in page, "50.00</dd>" in page) == (409, True, True)
    assert ('value="70"' in page, 'name="version" value="1"' in page) == (True, True)
    as_omar.post(url("budget_set", year="2026"), {"amount": "70", "version": 1})
    assert Budget.objects.get().amount == 70


def test_who_changes_what_was_taken_away_is_told(hill, as_ada):
    budget_of(hill).delete()
    answer = as_ada.post(url("budget_set", year="2026"), {"amount": "70", "version": 1})
    page = answer.content.decode()
    assert (answer.status_code, "Somebody took the limit away" in page) == (409, True)
    assert ('value="70"' in page, 'name="version" value="0"' in page) == (True, True)


def test_who_takes_away_what_was_changed_is_told(hill):
    budget = budget_of(hill)
    Budget.objects.filter(pk=budget.pk).update(version=2, amount=60)
    with pytest.raises(RowChanged) as lost:
        set_budget(budget=budget, amount=None, version=1, by=hill.ada, now=NOW)
    assert lost.value.current.amount == 60


@pytest.mark.django_db(transaction=True)
def test_of_two_who_set_the_first_budget_at_once_one_is_told(hill):
    def set_to(amount):
        fresh = Budget(school=hill.school, year="2026", department=hill.humanities, version=0)
        return lambda: set_budget(budget=fresh, amount=Decimal(amount), version=0, by=hill.ada, now=NOW)

    assert refusals(set_to(50), set_to(70), of=RowChanged) == ["Somebody changed this while you were typing."]
    assert Budget.objects.get().amount == 50


@pytest.mark.parametrize(
    ("amount", "country", "words"),
    [
        (Decimal("1234.5"), "AU", "$1,234.50"),
        (Decimal("-85"), "GB", "−£85.00"),
        (Decimal("3"), "ZA", "R3.00"),
        (Decimal("3"), "DE", "3.00"),
        (Decimal("0"), "IE", "€0.00"),
        (None, "AU", ""),
    ],
)
def test_an_amount_is_written_in_the_money_of_the_country(amount, country, words):
    assert in_words(amount, country) == words


def typed(text, country):
    """The amount that is read, or what is said instead."""
    field = MoneyField(max_digits=9, required=False)
    field.currency = currency_of(country)
    try:
        return str(field.clean(text))
    except ValidationError as error:
        return error.messages[0]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("24.95", "24.95"),
        ("24,95", "24.95"),
        (",5", "0.5"),
        ("$1,200", "1200"),
        ("A$ 1 200,50", "1200.50"),
        ("AU$1'234.50", "1234.50"),
        ("1.234.567,50", "1234567.50"),
        ("1,20,000", "120000"),
        ("24.95 aud", "24.95"),
        ("$24.95 AUD", "24.95"),
        ("20.-", "20"),
        ("20,–", "20"),
        ("1,234,567.89", "1234567.89"),
    ],
)
def test_an_amount_is_read_as_it_is_written_in_many_countries(text, read):
    assert typed(text, "AU") == read


@pytest.mark.parametrize(
    "text", ["1,200,50", "1,2345", "1,2,3", "12 34", "12.345.678", "Rs 20", "24.95 each", "1,200.5.5"]
)
def test_an_amount_that_might_be_misread_is_not_read(text):
    assert typed(text, "AU") == "Write an amount, for example 24.95."


def test_more_than_cents_are_refused_in_a_sentence():
    assert typed("1.200", "AU") == "Write at most two figures after the point, for example 24.95."


@pytest.mark.parametrize(
    ("text", "country", "read"),
    [
        ("US$24.95", "AU", "Write the amount in AUD."),
        ("£20", "AU", "Write the amount in AUD."),
        ("R 1 200", "AU", "Write the amount in AUD."),
        ("$20", "GB", "Write the amount in GBP."),
        ("$20", "US", "20"),
        ("NZ$20", "NZ", "20"),
        ("R1 200,50", "ZA", "1200.50"),
        ("€ 20", "IE", "20"),
        ("€ 20", "DE", "20"),
    ],
)
def test_an_amount_in_another_currency_is_not_taken_for_ones_own(text, country, read):
    assert typed(text, country) == read


def test_a_year_that_is_over_is_read_by_its_tab(hill, as_lena):
    Term.objects.create(
        school=hill.school, name="Term 4", year="2025", starts_on=date(2025, 10, 13), ends_on=date(2025, 12, 18)
    )
    then = datetime(2025, 11, 3, tzinfo=UTC) + timedelta(days=1)
    bring_to(hill, suggest(hill, price=Decimal(10), now=then), "ordered", now=then)
    page = as_lena.get(url("budgets", year="2025")).content.decode()
    assert ("$10.00" in page, url("budgets", year="2026") in page, "Set<" in page) == (True, True, False)
