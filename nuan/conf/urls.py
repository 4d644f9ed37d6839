from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("nuan.web.entry.urls")),
    path("start/", include("nuan.web.start.urls")),
    path("home/", include("nuan.web.resident.urls")),
    path("manager/", include("nuan.web.manager.urls")),
    path("desk/", include("nuan.web.desk.urls")),
    path("screen/", include("nuan.web.screen.urls")),
    path("staff/", include("nuan.web.staff.urls")),
    path("api/", include("nuan.web.api.urls")),
    path("calendar/", include("nuan.web.calendar.urls")),
]

handler400 = "nuan.web.entry.errors.bad_request"
handler403 = "nuan.web.entry.errors.forbidden"
handler404 = "nuan.web.entry.errors.not_found"
handler500 = "nuan.web.entry.errors.broken"
