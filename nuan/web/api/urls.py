from __future__ import annotations

from django.urls import include, path

from nuan.web.api import views

urlpatterns = [
    path("v1/", include("nuan.web.api.v1.urls")),
    # A camera posts where it was told, with or without a last stroke, and some append a name for each kind of push.
    path("doors/<uuid:uid>/", views.door, name="door"),
    path("doors/path/<str:token>", views.path_door, name="path-door-bare"),
    path("doors/path/<str:token>/", views.path_door, name="path-door"),
    path("doors/path/<str:token>/<path:rest>", views.path_door, name="path-door-longer"),
    path("doors/wecom/<uuid:uid>/", views.wecom_door, name="wecom-door"),
]
