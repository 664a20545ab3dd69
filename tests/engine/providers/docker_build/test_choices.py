"""What exports mean for the image."""

from __future__ import annotations

import pytest

from moorage.engine import values
from moorage.engine.providers.docker_build import choices


@pytest.mark.parametrize(
    ("inputs", "pushed"),
    [
        ({"push": True}, True),
        ({"push": False}, False),
        ({"exports": [{"raw": "type=registry"}]}, True),
        ({"exports": [{"raw": "type=registry,push=false"}]}, False),
        ({"exports": [{"raw": "type=image,name=x,push=true"}]}, True),
        ({"exports": [{"raw": "type=image,name=x"}]}, False),
        ({"exports": [{"raw": "type=registry", "disabled": True}, {"cacheonly": {}}]}, False),
    ],
)
def test_an_image_is_pushed_by_push_or_by_an_export(inputs: values.Values, pushed: bool) -> None:
    """Only what goes to a registry is looked up there again."""
    assert choices.pushed(inputs) is pushed
