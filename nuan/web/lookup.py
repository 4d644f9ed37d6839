"""What is not here, and what belongs to another community, looks the same: 404."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404


@contextmanager
def or_404(*errors: type[Exception]) -> Iterator[None]:
    """Turn a missing row, or one of the errors, into a page that is not there."""
    missing: tuple[type[Exception], ...] = (ObjectDoesNotExist, ValidationError, *errors)
    try:
        yield
    except missing as problem:
        raise Http404("not in this community") from problem
