"""Addresses: hosts, traineeships, vacancies, candidacies, jobs found."""

from django.urls import path

from campanello.staff.plans.placements import candidates, hosts, jobs, traineeships, vacancies, visits

urlpatterns = [
    path("tirocini/", traineeships.page, name="traineeships"),
    path("tirocini/elenco.csv", traineeships.table, name="traineeships-csv"),
    path("tirocini/nuovo/", traineeships.new, name="traineeship-new"),
    path("tirocini/enti/", hosts.page, name="hosts"),
    path("tirocini/enti/nuovo/", hosts.new, name="host-new"),
    path("tirocini/enti/<uuid:uid>/", hosts.edit, name="host-edit"),
    path("tirocini/<uuid:uid>/", visits.page, name="traineeship"),
    path("tirocini/<uuid:uid>/visita/", visits.visit, name="traineeship-visit"),
    path("tirocini/<uuid:uid>/<slug:deed>/", visits.move, name="traineeship-move"),
    path("offerte/", vacancies.page, name="vacancies"),
    path("offerte/elenco.csv", vacancies.table, name="vacancies-csv"),
    path("offerte/nuova/", vacancies.new, name="vacancy-new"),
    path("offerte/persone/<uuid:uid>/", candidates.of_person, name="person-vacancies"),
    path("offerte/persone/<uuid:uid>/ore/", candidates.wish, name="work-wish"),
    path("offerte/candidature/<uuid:uid>/", candidates.move, name="candidacy-move"),
    path("offerte/<uuid:uid>/", candidates.page, name="vacancy"),
    path("offerte/<uuid:uid>/modifica/", vacancies.edit, name="vacancy-edit"),
    path("offerte/<uuid:uid>/persone/<uuid:person>/", candidates.put, name="candidacy-new"),
    path("lavori/", jobs.page, name="jobs-found"),
    path("lavori/elenco.csv", jobs.table, name="jobs-found-csv"),
    path("lavori/persone/<uuid:uid>/nuovo/", jobs.new, name="job-found-new"),
]
