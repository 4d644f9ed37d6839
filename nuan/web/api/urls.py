from __future__ import annotations

from django.urls import path

from nuan.web.api import views

urlpatterns = [
    path("doors/<uuid:uid>/", views.door, name="door"),
    path("doors/path/<str:token>/", views.path_door, name="path-door"),
]
