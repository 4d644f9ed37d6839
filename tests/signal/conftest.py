from __future__ import annotations

from collections.abc import Iterator

import pytest
from django_scopes import scope

from nuan.place.models import CommunityRow, ProviderRow


def raise_community(name: str) -> CommunityRow:
    provider, _ = ProviderRow.objects.get_or_create(name="暖邻物业")
    return CommunityRow.objects.create(provider=provider, name=name)


@pytest.fixture
def garden(db: None) -> Iterator[CommunityRow]:
    """A community in scope."""
    row = raise_community("桂花园")
    with scope(community=row.pk):
        yield row


@pytest.fixture
def lane(db: None) -> CommunityRow:
    """Another one, whose signals must never be seen."""
    return raise_community("梧桐里")
