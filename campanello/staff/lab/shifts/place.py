"""Where a lab is: what everybody reads about it, written down by its coordinator."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import NotFound
from campanello.core.edges import now
from campanello.core.language import LANGUAGES, RIGHT_TO_LEFT
from campanello.lab.queries import lab_places as queries
from campanello.lab.rules.places import LONGEST_TEXT, PlaceFacts
from campanello.lab.services import lab_places as services
from campanello.staff.doors import for_right
from campanello.staff.homes import asking
from campanello.staff.lab.activities.forms import SPOKEN

TEMPLATE = "staff/lab/shifts/place.html"
STEPS = {
    "": gettext_lazy("Nobody has looked yet"),
    "yes": gettext_lazy("One gets in without steps"),
    "no": gettext_lazy("There are steps"),
}
_STEP_FREE = {"": None, "yes": True, "no": False}


class PlaceForm(forms.Form):
    """A lab's door."""

    name = forms.CharField(label=gettext_lazy("Name of the lab"), max_length=120)
    address = forms.CharField(label=gettext_lazy("Street and number"), max_length=160)
    town = forms.CharField(label=gettext_lazy("Town"), max_length=80)
    telephone = forms.CharField(
        label=gettext_lazy("Telephone"), max_length=40, required=False, widget=forms.TextInput({"dir": "ltr"})
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    step_free = forms.ChoiceField(
        label=gettext_lazy("Steps at the door"), choices=STEPS.items(), required=False
    )
    is_public = forms.BooleanField(label=gettext_lazy("Everybody may read this"), required=False)

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for part, label in (
            ("about", gettext("What one finds there, in %(language)s")),
            ("reaching", gettext("How one gets there, in %(language)s")),
        ):
            for code in LANGUAGES:
                self.fields[f"{part}_{code}"] = forms.CharField(
                    label=label % {"language": SPOKEN[code]},
                    max_length=LONGEST_TEXT,
                    required=False,
                    widget=forms.Textarea(
                        {"rows": 3, "lang": code, "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr"}
                    ),
                )

    def facts(self) -> PlaceFacts:
        """What was written."""
        given = self.cleaned_data
        same = ("name", "address", "town", "telephone", "email", "is_public")
        return PlaceFacts(
            **{name: given[name] for name in same},
            about=_texts(given, "about"),
            reaching=_texts(given, "reaching"),
            is_step_free=_STEP_FREE[given["step_free"]],
        )


@for_right(queries.WRITES)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: ActingRequest) -> HttpResponse:
    """The form, of the project that the address asks for."""
    projects = list(queries.projects(request.actor))
    if not projects:
        raise NotFound
    project = next((one for one in projects if one.code == request.GET.get("project")), projects[0])
    held = queries.place(request.actor, project.pk)
    form = PlaceForm(asking.sent(request), initial=_initial(held) if held else {"is_public": True})
    version = asking.version(request, held.version if held else 0)
    here = f"{reverse('staff:lab-place')}?project={project.code}"
    return asking.answer(
        request,
        form,
        lambda given: services.save(
            actor=request.actor, project=project.pk, facts=form.facts(), version=version, at=now()
        ),
        done=here,
        said=gettext("Kept. Everybody reads it so from now on."),
        context={
            "title": gettext("Where the lab is"),
            "project": project,
            "projects": projects,
            "version": version,
            "held": held,
            "back": reverse("staff:lab"),
        },
        template=TEMPLATE,
    )


def _initial(held: Any) -> dict[str, Any]:
    told = {
        name: getattr(held, name) for name in ("name", "address", "town", "telephone", "email", "is_public")
    }
    told["step_free"] = next(key for key, value in _STEP_FREE.items() if value is held.is_step_free)
    for part in ("about", "reaching"):
        told |= {f"{part}_{code}": text for code, text in getattr(held, part).items()}
    return told


def _texts(given: Mapping[str, Any], part: str) -> dict[str, str]:
    return {code: text for code in LANGUAGES if (text := given[f"{part}_{code}"].strip())}
