from __future__ import annotations

from django.urls import path

from nuan.web.calendar import views

app_name = "calendar"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<str:token>/nuan.ics", views.feed, name="feed"),
]
