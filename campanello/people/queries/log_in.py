"""The person that a gateway for SPID or CIE tells of. Asked before anybody is logged in: there is no actor yet."""

from campanello.core.errors import DomainError
from campanello.people.models import IdentityCode
from campanello.people.rules.codes import read_code


def person_of_tax_code(text: str) -> int | None:
    """The key of the person with a codice fiscale that holds now, of a merged one whoever stands for them."""
    try:
        code = read_code(None, text)
    except DomainError:
        return None
    found = (
        IdentityCode.objects.filter(kind=code.kind, normal=code.normal, ends_on=None, person__erased_at=None)
        .values_list("person", "person__merged_into")
        .first()
    )
    return None if found is None else (found[1] or found[0])
