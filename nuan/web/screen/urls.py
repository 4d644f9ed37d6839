from __future__ import annotations

from django.urls import path

from nuan.web.screen import views

app_name = "screen"
urlpatterns = [path("<uuid:community_uid>/<str:token>/", views.screen, name="screen")]
