"""The residents' pages' addresses."""

from django.urls import path

from campanello.resident import antenna, pacts, plan

app_name = "resident"
urlpatterns = [
    path("", antenna.home, name="home"),
    path("segnala/", antenna.tell, name="tell"),
    path("chiamata/", antenna.ask, name="call"),
    path("piano/", plan.page, name="plan"),
    path("patto/", pacts.page, name="pact"),
]
