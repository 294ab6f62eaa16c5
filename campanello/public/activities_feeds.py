"""What is on, for calendars (iCalendar, RFC 5545) and readers (RSS 2.0, Atom): per project or of all; no names."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe
from icalendar import Calendar
from icalendar import Event as Entry

from campanello.core.access import NotFound
from campanello.core.edges import today
from campanello.lab.queries import activities as queries
from campanello.lab.queries import calendar as calendars
from campanello.lab.queries.activities import Wanted
from campanello.lab.queries.calendar import Event

PRODUCT = "-//campanello//activities//IT"
KEPT_SECONDS = 900
REFRESHED_EVERY = timedelta(hours=4)
YEAR = timedelta(days=365)


@require_safe
def ics(request: HttpRequest) -> HttpResponse:
    """The sessions of the last weeks and the next half year as iCalendar; what was cancelled says so."""
    title, events = _published(_project(request))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", "Europe/Rome")
    calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"VALUE": "DURATION"})
    now = timezone.now()
    for one in events:
        calendar.add_component(_entry(one, now, _page(request, one)))
    # The days that the feed tells of, and a margin: a calendar knows the hours of Rome elsewhere by itself.
    calendar.add_missing_timezones(first_date=now.date() - YEAR, last_date=now.date() + 2 * YEAR)
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="campanello.ics"'
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response


def _entry(one: Event, now: datetime, page: str) -> Entry:
    entry = Entry()
    entry.add("uid", f"{one.session}@campanello")
    entry.add("dtstamp", now)
    entry.add("sequence", one.version)
    entry.add("dtstart", one.starts_at)
    entry.add("dtend", one.ends_at)
    entry.add("summary", one.title, parameters={"LANGUAGE": one.title_language})
    entry.add("description", _told(one))
    entry.add("location", one.place)
    entry.add("categories", [gettext(one.kind)])
    entry.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    entry.add("url", page)
    return entry


class Rss(Feed):  # type: ignore[type-arg]
    """The same sessions for readers of RSS."""

    feed_type = Rss201rev2Feed

    def get_object(self, request: HttpRequest) -> dict[str, Any]:
        """What the feed is of, in the reader's language."""
        project = _project(request)
        title, events = _published(project)
        coming = [one for one in events if one.ends_at > timezone.now()]
        where = f"?progetto={project}" if project else ""
        return {"title": title, "events": coming, "link": reverse("public:activities") + where}

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The feed, kept for a quarter of an hour."""
        response: HttpResponse = super().__call__(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
        return response

    def title(self, of: dict[str, Any]) -> str:
        return str(of["title"])

    def link(self, of: dict[str, Any]) -> str:
        return str(of["link"])

    def description(self, of: dict[str, Any]) -> str:
        return gettext("Parties, courses and open desks in the neighbourhood.")

    def feed_guid(self, of: dict[str, Any]) -> str:
        return f"campanello:{of['link']}"

    def items(self, of: dict[str, Any]) -> list[Event]:
        return list(of["events"])

    def item_title(self, item: Event) -> str:
        day = date_format(item.starts_at, "D j F, H:i")
        title = f"{day}: {item.title}"
        return gettext("Cancelled: %(title)s") % {"title": title} if item.is_cancelled else title

    def item_description(self, item: Event) -> str:
        return _told(item)

    def item_link(self, item: Event) -> str:
        return reverse("public:activity", args=[item.activity])

    def item_guid(self, item: Event) -> str:
        return f"urn:uuid:{item.session}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: Event) -> datetime:
        return item.made_at

    def item_categories(self, item: Event) -> tuple[str, ...]:
        return (gettext(item.kind),)


class Atom(Rss):
    """The same for readers of Atom."""

    feed_type = Atom1Feed  # type: ignore[assignment]

    def subtitle(self, of: dict[str, Any]) -> str:
        return self.description(of)


def _project(request: HttpRequest) -> str:
    return request.GET.get("progetto", "").replace("\0", "")[:40]


def _published(project: str) -> tuple[str, list[Event]]:
    """The title of a feed and what it tells of.

    Raises:
        NotFound: No project of the code has an activity for everybody.
    """
    title = gettext("Activities in the neighbourhood")
    if project:
        found = queries.public_projects().filter(code=project).first()
        if found is None:
            raise NotFound
        title = f"{title}: {found.title}"
    language = get_language() or "it"
    sessions = queries.published(Wanted(project=project), today())
    return title, [calendars.event(one, language) for one in sessions]


def _page(request: HttpRequest, one: Event) -> str:
    return request.build_absolute_uri(reverse("public:activity", args=[one.activity]))


def _told(one: Event) -> str:
    """What a feed says of a session: when, where, for whom; nobody's name."""
    hours = f"{one.starts_at:%d/%m/%Y %H:%M}-{one.ends_at:%H:%M}"
    lines = [", ".join(filter(None, (hours, one.place)))]
    if one.is_cancelled:
        lines.append(gettext("Cancelled: %(title)s") % {"title": one.cancelled_why})
    lines += [one.description, one.host]
    if one.has_childcare:
        lines.append(gettext("Somebody looks after small children"))
    return "\n".join(line for line in lines if line)
