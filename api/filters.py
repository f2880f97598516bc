"""Filters as a caller writes them (粤, Guangdong, 长三角) → official names."""

from __future__ import annotations

from api.errors import Problem
from api.schemas import FiltersIn
from index.store import OpenIndex
from rag.question import Filters


def read_filters(index: OpenIndex, given: FiltersIn, field: str = "body.filters.regions") -> Filters:
    """Official region names for any alias. Raises Problem 422, naming `field`, for a name that no place has."""
    regions: list[str] = []
    for place, name in enumerate(given.regions):
        found = index.gazetteer.members(name)
        if not found:
            message = f"no place is called {name!r}; GET /v1/reports lists the regions there are"
            raise Problem(422, f"{field}: {message}", [{"field": f"{field}.{place}", "message": message}])
        regions += found
    return Filters(tuple(dict.fromkeys(regions)), tuple(dict.fromkeys(given.years)))
