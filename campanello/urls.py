"""Every address of the site, and the pages for what goes wrong."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("lingua/", set_language, name="set-language"),
    path("", include("campanello.public.urls")),
    path("mio/", include("campanello.resident.urls")),
    path("", include("campanello.api.urls")),
]
if settings.HAS_STAFF_PAGES:
    urlpatterns += [
        path("entra/", include("campanello.resident.entry_urls")),
        path("", include("campanello.staff.accounts.entry_urls")),
        path("", include("campanello.staff.urls")),
    ]

handler400 = "campanello.core.error_pages.bad_request"
handler403 = "campanello.core.error_pages.permission_denied"
handler404 = "campanello.core.error_pages.not_found"
handler500 = "campanello.core.error_pages.server_error"
