from __future__ import annotations

from django.urls import path

from nuan.web.start import views

app_name = "start"
urlpatterns = [path("", views.start, name="start")]
