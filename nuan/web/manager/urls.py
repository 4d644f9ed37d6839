from __future__ import annotations

from django.urls import path

from nuan.web.manager import board, devices, intake, letters, lists, needs, playbooks, residents, tasks, whole

app_name = "manager"
urlpatterns = [
    path("", board.board, name="board"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<uuid:act_uid>/hand/", tasks.hand_over, name="hand"),
    path("needs/", needs.needs, name="needs"),
    path("need/<uuid:need_uid>/", whole.need, name="need"),
    path("letters/", letters.letters, name="letters"),
    path("letters/<uuid:job_uid>/retry/", letters.retry, name="retry"),
    path("refusals/", letters.refusals, name="refusals"),
    path("devices/", devices.devices, name="devices"),
    path("devices/new/", devices.register, name="register"),
    path("devices/parts/", devices.add_part, name="part"),
    path("playbooks/", playbooks.playbooks, name="playbooks"),
    path("playbooks/<slug:name>/", playbooks.one, name="playbook"),
    path("playbooks/<slug:name>/turn/", playbooks.turn, name="turn"),
    path("playbooks/<slug:name>/tune/", playbooks.tune, name="tune"),
    path("playbooks/<slug:name>/edit/", playbooks.edit, name="edit"),
    path("import/", intake.intake, name="intake"),
    path("import/template/", intake.empty, name="template"),
    path("import/lists/", lists.lists, name="lists"),
    path("import/<uuid:intake_uid>/", intake.book, name="book"),
    path("import/<uuid:intake_uid>/progress/", intake.progress, name="progress"),
    path("import/<uuid:intake_uid>/wrong/", intake.wrong, name="wrong"),
    path("import/<uuid:intake_uid>/stop/", intake.stop, name="stop"),
    path("import/<uuid:intake_uid>/undo/", intake.undo, name="undo"),
    path("residents/", residents.residents, name="residents"),
    path("residents/<uuid:resident_uid>/", residents.card, name="resident"),
]
