from __future__ import annotations

from django.urls import path

from nuan.web.resident import consents, messages, views

app_name = "resident"
urlpatterns = [
    path("", views.home, name="home"),
    path("switch/", views.switch, name="switch"),
    path("parcels/", views.parcels, name="parcels"),
    path("looks/", views.looks, name="looks"),
    path("consents/", consents.consents, name="consents"),
    path("messages/", messages.listed, name="messages"),
    path("messages/<uuid:act_uid>/", messages.one, name="message"),
    path("messages/<uuid:act_uid>/seen/", messages.seen, name="seen"),
    path("messages/<uuid:act_uid>/stop/", messages.stop, name="stop"),
    path("messages/<uuid:act_uid>/echo/", messages.answer, name="answer"),
    path("messages/<uuid:act_uid>/unsay/", messages.unsay, name="unsay"),
]
