"""The person that a gateway for SPID or CIE tells of. Asked before anybody is logged in: there is no actor yet."""

from campanello.core.errors import DomainError
from campanello.people.models import IdentityCode
from campanello.people.queries.merges import ids_of
from campanello.people.rules.codes import read_code


def people_of_tax_code(text: str) -> tuple[int, ...]:
    """The keys of the records of the person with a codice fiscale that holds now, the one that stands for them first.

    No keys for what is no code, and for a code that nobody has.
    """
    try:
        code = read_code(None, text)
    except DomainError:
        return ()
    held = IdentityCode.objects.filter(kind=code.kind, normal=code.normal, ends_on=None)
    found = held.filter(person__erased_at=None).values_list("person", flat=True).first()
    return () if found is None else ids_of(found)
