"""Erasing a person takes what was written of them out of visits and indirect work; the counts stay."""

import pytest

from campanello.lab.models import IndirectWork, Visit
from campanello.lab.services.visits_erasing import forget
from tests import factories
from tests.factories import TODAY


@pytest.mark.django_db
def test_texts_of_the_person_go_and_names_in_the_household_s() -> None:
    project = factories.project()
    person = factories.person(project, family_name="Zanetti")
    step = {"next_step": "Call Zanetti", "next_step_on": TODAY}
    own = factories.visit(project, person=person, note="Zanetti is ill", **step)
    home = factories.visit(project, household=factories.household(person), note="Zanetti and her son", **step)
    other = factories.visit(project, person=factories.person(project), note="Zanetti came along")
    factories.work(project, person=person, note="Zanetti's register")
    forget([person.pk], frozenset({"zanetti"}))
    told = {one.pk: (one.note, one.next_step, one.next_step_on) for one in Visit.objects.all()}
    assert told[own.pk] == ("", "", None)
    assert told[home.pk] == ("… and her son", "Call …", TODAY)
    assert told[other.pk][0] == "Zanetti came along"
    assert IndirectWork.objects.get().note == ""
