from __future__ import annotations

from django.urls import path

from nuan.web.manager import (
    archives,
    board,
    devices,
    hooks,
    intake,
    integrations,
    letters,
    needs,
    playbooks,
    residents,
    tasks,
    whole,
)

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
    path("integrations/", integrations.integrations, name="integrations"),
    path("integrations/new/", integrations.issue, name="issue"),
    path("integrations/<uuid:integration_uid>/revoke/", integrations.revoke, name="revoke"),
    path("hooks/new/", hooks.open_hook, name="hook-new"),
    path("hooks/<uuid:hook_uid>/", hooks.hook, name="hook"),
    path("hooks/<uuid:hook_uid>/rotate/", hooks.rotate, name="hook-rotate"),
    path("hooks/<uuid:hook_uid>/turn/", hooks.turn, name="hook-turn"),
    path("hooks/<uuid:hook_uid>/close/", hooks.close, name="hook-close"),
    path("deliveries/<uuid:delivery_uid>/retry/", hooks.try_again, name="hook-retry"),
    path("archives/", archives.archives, name="archives"),
    path("archives/<uuid:archive_uid>/file/", archives.fetch, name="archive"),
    path("import/", intake.intake, name="intake"),
    path("import/template/", intake.empty, name="template"),
    path("residents/", residents.residents, name="residents"),
    path("residents/<uuid:resident_uid>/", residents.card, name="resident"),
]
