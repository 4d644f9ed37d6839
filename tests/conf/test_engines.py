from __future__ import annotations

import pytest
from django.db import connection
from django_scopes import ScopeError, scope

from nuan.place.models import CommunityRow, HomeRow, ProviderRow


@pytest.mark.django_db
class TestTheDatabaseOfTheTests:
    def test_is_a_real_engine_with_the_settings_of_life(self) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                found = [
                    cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
                ]
            assert found == ["wal", 2]
        else:
            assert connection.vendor == "postgresql"

    def test_gives_no_row_to_a_question_that_names_no_community(self) -> None:
        community = CommunityRow.objects.create(
            name="桂花里", provider=ProviderRow.objects.create(name="暖物业")
        )

        with pytest.raises(ScopeError):
            HomeRow.objects.count()
        with scope(community=community.id):
            assert HomeRow.objects.count() == 0
