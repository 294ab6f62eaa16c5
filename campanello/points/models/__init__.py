"""Tables of the points."""

from campanello.points.models.awards import Award, AwardedSession, ExpiryNotice, Withheld
from campanello.points.models.ledger import Account, Reversal, Seal, Transfer
from campanello.points.models.schemes import CreditorTerms, OwnHousehold, Rate, Scheme, Tariff, Worth
from campanello.points.models.settlements import Difference, GivenBack
from campanello.points.models.spending import Donation, Redemption, RentBudget, Settlement, SettlementLine

__all__ = [
    "Account",
    "Award",
    "AwardedSession",
    "CreditorTerms",
    "Difference",
    "Donation",
    "ExpiryNotice",
    "GivenBack",
    "OwnHousehold",
    "Rate",
    "Redemption",
    "RentBudget",
    "Reversal",
    "Scheme",
    "Seal",
    "Settlement",
    "SettlementLine",
    "Tariff",
    "Transfer",
    "Withheld",
    "Worth",
]
