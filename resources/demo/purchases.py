"""The demo's purchases, budgets and weeding, built through the product's own actions."""

from datetime import timedelta
from decimal import Decimal

from collab.demo import at
from collab.models import Department
from resources.advice.actions import ask_advice, give_advice
from resources.budgets.actions import set_budget
from resources.budgets.years import at_hand, years_of
from resources.demo.wishes import BUDGETS, WEEDING, WISHES, WISHES_OF_VALE
from resources.models import Budget, PurchaseSuggestion, Resource, TopicRequest, WeedingProposal
from resources.purchases.actions import move_purchase, suggest_purchase
from resources.purchases.arrival import put_on_the_shelf
from resources.weeding.actions import keep_title, propose_weeding

FIRST_BARCODE = 90_001
MONDAY_AFTER = {5: 2, 6: 1}  # Weekday → days until school begins again.
LAST_YEARS_SHARE = Decimal("0.9")


def build(*, school, people, today):
    """Suggestions in every state, budgets of this year and the last, and what the library might let go."""
    story = _Story(school, people, today)
    if school.slug == "hill":
        story.tell(WISHES)
        story.set_budgets()
        for proposal in WEEDING:
            story.propose(*proposal)
    else:
        story.tell(WISHES_OF_VALE)


class _Story:
    """Makes what happened, each thing some days after the one before, on school days and never after today."""

    def __init__(self, school, people, today):
        self.school = school
        self.people = people
        self.today = today
        self.librarian = people["ada" if school.slug == "hill" else "nils"]
        self.departments = {one.name: one for one in Department.objects.filter(school=school)}
        self.barcode = FIRST_BARCODE

    def tell(self, wishes):
        for minute, wish in enumerate(wishes):
            self.begin(days_ago=wish.days_ago, minute=minute)
            purchase = self.suggest(wish)
            self.advise(purchase, wish.advice)
            self.decide(PurchaseSuggestion.objects.get(pk=purchase.pk), wish)

    def begin(self, *, days_ago, minute):
        """Sets the clock to the day on which something begins."""
        self.day, self.minute = self.today - timedelta(days=days_ago), minute
        self.hour = 9

    def now(self, *, after=0):
        """So many days later, at school; a step of the same day comes an hour after the one before."""
        self.day += timedelta(days=after)
        self.day += timedelta(days=MONDAY_AFTER.get(self.day.weekday(), 0))
        self.hour = min(self.hour + 1, 16)
        if self.day >= self.today:
            self.day = self.today
            return at(self.today, 7, min(self.minute + self.hour, 59), school=self.school)
        return at(self.day, self.hour, self.minute, school=self.school)

    def suggest(self, wish):
        by = self.people[wish.by]
        moment = self.now()
        values = {
            "title": wish.title,
            "creator": wish.creator,
            "isbn": wish.isbn,
            "link": wish.link,
            "why": wish.why,
            "quantity": wish.quantity,
            "price": Decimal(wish.price) if wish.price else None,
            "department": self.departments.get(wish.department),
            "request": self.topic_of(by) if wish.is_for_topic else None,
        }
        return suggest_purchase(values=values, by=by, now=moment)

    def topic_of(self, teacher):
        """The first topic that the teacher teaches from that day on, if there is one."""
        topics = TopicRequest.objects.filter(school=self.school, teacher=teacher, term__ends_on__gte=self.day)
        return topics.standing().order_by("term__starts_on", "pk").first()

    def advise(self, thing, advice):
        asked = [
            (ask_advice(thing=thing, of=self.people[who], by=self.librarian, now=self.now(after=1)), answer, line)
            for who, answer, line in advice
        ]
        for one, answer, line in asked:
            if answer:
                by = one.asked_of if one.asked_of.user_id else self.librarian
                give_advice(advice=one, answer=answer, line=line, by=by, now=self.now(after=1))

    def decide(self, purchase, wish):
        steps = {"accepted": 1, "ordered": 2, "available": 3}.get(wish.state, 0)
        if wish.state == "declined":
            self.move(purchase, "declined", wish.reason)
        if steps >= 1:
            self.move(purchase, "accepted")
        if steps >= 2:
            self.move(purchase, "ordered")
        if steps >= 3:
            self.arrive(purchase, wish)

    def move(self, purchase, to, why=""):
        move_purchase(purchase=purchase, to=to, why=why, by=self.librarian, now=self.now(after=2))

    def arrive(self, purchase, wish):
        barcodes = [f"{self.school.slug[0].upper()}{self.barcode + number}" for number in range(wish.quantity)]
        self.barcode += wish.quantity
        about = {name: getattr(wish, name) for name in ("kind", "title", "creator", "isbn", "link")}
        about |= {"call_number": "", "location": ""}
        put_on_the_shelf(
            purchase=purchase,
            resource=None,
            values=about,
            barcodes=barcodes,
            by=self.librarian,
            now=self.now(after=16),
        )

    def set_budgets(self):
        """Those of this year, and a little less for the year before."""
        years = years_of(self.librarian, today=self.today)
        place = years.index(at_hand(years))
        for minute, (year, share) in enumerate(zip(years[place : place + 2], (1, LAST_YEARS_SHARE), strict=False)):
            self.begin(days_ago=200 + 365 * minute, minute=minute)
            for name, amount in BUDGETS.items():
                budget = Budget(school=self.school, year=year.name, department=self.departments.get(name), version=0)
                amount = Decimal(amount) * share
                set_budget(budget=budget, amount=amount, version=0, by=self.librarian, now=self.now())

    def propose(self, title, department, why, who, answer, line, kept):
        """One proposal to let a title of the demo's catalogue go."""
        resource = Resource.objects.on_the_shelf().get(school=self.school, title=title)
        self.begin(days_ago=18, minute=len(title))
        about = {"why": why, "department": self.departments[department]}
        proposal = propose_weeding(resource=resource, **about, by=self.librarian, now=self.now())
        self.advise(proposal, ((who, answer, line),))
        if kept:
            proposal = WeedingProposal.objects.get(pk=proposal.pk)
            keep_title(proposal=proposal, why=kept, by=self.librarian, now=self.now(after=2))
