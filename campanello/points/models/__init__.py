"""Tables of the points."""

from campanello.points.models.awards import Award, AwardedSession, ExpiryNotice, Withheld
from campanello.points.models.ledger import Account, Seal, Transfer
from campanello.points.models.schemes import CreditorTerms, OwnHousehold, Rate, Scheme, Tariff, Worth
from campanello.points.models.spending import Donation, Redemption, Settlement, SettlementLine

__all__ = [
    "Account",
    "Award",
    "AwardedSession",
    "CreditorTerms",
    "Donation",
    "ExpiryNotice",
    "OwnHousehold",
    "Rate",
    "Redemption",
    "Scheme",
    "Seal",
    "Settlement",
    "SettlementLine",
    "Tariff",
    "Transfer",
    "Withheld",
    "Worth",
]
