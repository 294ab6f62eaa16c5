"""Addresses: towards the rent, gifts, the pool."""

from django.urls import path

from campanello.staff.points.spending import budget, gifts, giving, lists, parting, redeeming, showing

urlpatterns = [
    path("affitto/", lists.page, name="redemptions"),
    path("affitto/elenco.csv", lists.table, name="redemptions-csv"),
    path("affitto/soldi/<str:code>/", budget.page, name="rent-budget"),
    path("affitto/da/<uuid:uid>/", redeeming.page, name="redeem"),
    path("affitto/<uuid:uid>/", showing.page, name="redemption"),
    path("affitto/<uuid:uid>/riprendi/", showing.take_back, name="redemption-take-back"),
    path("doni/", gifts.page, name="donations"),
    path("doni/elenco.csv", gifts.table, name="donations-csv"),
    path("doni/fondo/<str:code>/", parting.page, name="pool-assign"),
    path("doni/da/<uuid:uid>/", giving.page, name="donate"),
    path("doni/<uuid:uid>/", giving.given, name="donation"),
    path("doni/<uuid:uid>/riprendi/", giving.take_back, name="donation-take-back"),
]
