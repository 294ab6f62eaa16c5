"""Opens a document for who may see what it belongs to; whatever is in it runs nothing and keeps nothing."""

from uuid import UUID

from csp.constants import NONE
from csp.decorators import csp
from django.http import FileResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campanello.accounts.middleware import ActingRequest
from campanello.core.access import Right
from campanello.plans.queries import documents as queries
from campanello.plans.rules.documents import ENDINGS, PDF
from campanello.staff.doors import for_right

# Where a browser opens a file by itself it may load, run and send nothing.
SHUT = {"default-src": [NONE], "sandbox": [""]}


@csp(SHUT)
@for_right(Right.READ_APPLICATIONS)
@never_cache
@require_safe
def file(request: ActingRequest, uid: UUID) -> FileResponse:
    """A photo is shown; a PDF is saved, and opened by the reader's own program."""
    found = queries.document(request.actor, uid)
    response = FileResponse(queries.file_of(found).open("rb"), content_type=found.content_type)
    how = "attachment" if found.content_type == PDF else "inline"
    response["Content-Disposition"] = (
        f'{how}; filename="{found.kind}-{found.pk}.{ENDINGS[found.content_type]}"'
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
