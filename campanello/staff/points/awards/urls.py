"""Addresses of the pages that turn registers into points."""

from django.urls import path

from campanello.staff.points.awards import lists, own, register, withheld

urlpatterns = [
    path("presenze/", lists.page, name="awards"),
    path("presenze/elenco.csv", lists.table, name="awards-csv"),
    path("presenze/tutte/", lists.ready, name="awards-ready"),
    path("presenze/<uuid:uid>/", register.page, name="register-award"),
    path("presenze/<uuid:uid>/correzioni/", register.follow, name="register-follow"),
    path("trattenuti/", withheld.page, name="withheld"),
    path("trattenuti/elenco.csv", withheld.table, name="withheld-csv"),
    path("trattenuti/<int:key>/", withheld.settle, name="withheld-settle"),
    path("la-mia-famiglia/", own.page, name="own-households"),
]
