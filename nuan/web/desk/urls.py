from __future__ import annotations

from django.urls import path

from nuan.web.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.posts, name="posts"),
    path("post/<uuid:part_uid>/", views.post, name="post"),
    path("post/<uuid:part_uid>/live/", views.live, name="live"),
    path("post/<uuid:part_uid>/<uuid:act_uid>/greet/", views.greet, name="greet"),
]
