"""Addresses of Open311, as the specification has them; anything else below is answered with its list of errors."""

from django.urls import path, re_path

from campanello.api.open311 import views

app_name = "open311"
urlpatterns = [
    path("discovery.<str:form>", views.discovery, name="discovery"),
    path("v2/discovery.<str:form>", views.discovery, name="discovery-v2"),
    path("v2/services.<str:form>", views.services, name="services"),
    path("v2/services/<str:code>.<str:form>", views.service, name="service"),
    path("v2/requests.<str:form>", views.requests, name="requests"),
    path("v2/requests/<str:number>.<str:form>", views.request, name="request"),
    path("v2/tokens/<str:token>.<str:form>", views.token, name="token"),
    re_path("^.*$", views.nothing, name="nothing"),
]
