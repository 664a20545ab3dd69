"""Autonaming: what the stack's configuration proposes as physical names."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from moorage.engine.deploy import naming
from tests.engine.core import stage as stages

URN = "urn:pulumi:dev::shop::docker:index/container:Container::web"


def _load(section: Any, **config: str) -> naming.Naming:
    text = {"pulumi:autonaming": json.dumps(section), **config}
    return naming.load(text, "organization", "shop", "dev")


@pytest.mark.parametrize(
    ("section", "name", "mode", "first"),
    [
        ({"pattern": "${project}-${stack}-${name}-${hex(7)}"}, r"shop-dev-web-[0-9a-f]{7}", "propose", False),
        ({"pattern": "${name}${num(3)}${string(2)}${alphanum(4)}"}, r"web\d{3}[a-z]{2}[a-z0-9]{4}", "propose", False),
        ({"pattern": "${organization}-${name}-${uuid}"}, r"organization-web-[0-9a-f-]{36}", "propose", False),
        ({"pattern": "${name}-${config.region}", "enforce": True}, r"web-north", "enforce", True),
        ({"pattern": "${name}-fixed", "enforce": True}, r"web-fixed", "enforce", True),
        ({"mode": "verbatim"}, r"web", "enforce", True),
        ({"mode": "disabled"}, r"", "disabled", True),
        ({"mode": "verbatim", "providers": {"docker": {"pattern": "d-${name}"}}}, r"d-web", "propose", True),
        (
            {"providers": {"docker": {"resources": {"docker:index/container:Container": {"mode": "disabled"}}}}},
            r"",
            "disabled",
            True,
        ),
    ],
)
def test_proposals(section: Any, name: str, mode: str, first: bool) -> None:
    """The most specific rule wins; a name with nothing random cannot exist twice."""
    proposal, delete_first = _load(section, **{"shop:region": "north"}).propose(URN, b"seed")
    assert proposal is not None
    assert re.fullmatch(name, proposal.proposed)
    assert (proposal.mode, delete_first) == (mode, first)


def test_nothing_said_nothing_proposed() -> None:
    """Without a section, or in mode default, providers name as they like."""
    assert naming.load({}, "o", "p", "s").propose(URN, b"") == (None, False)
    assert _load({"mode": "default"}).propose(URN, b"") == (None, False)


def test_the_same_seed_gives_the_same_name() -> None:
    """A name depends on the seed alone."""
    rule = _load({"pattern": "${name}-${hex(7)}"})
    assert rule.propose(URN, b"a") == rule.propose(URN, b"a")
    assert rule.propose(URN, b"a") != rule.propose(URN, b"b")


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"mode": "x"}, "pulumi:autonaming.mode: x; allowed: default, verbatim, disabled"),
        ({"mode": "default", "pattern": "x"}, "pulumi:autonaming: mode excludes pattern and enforce"),
        ({"enforce": True}, "pulumi:autonaming.enforce: needs a pattern"),
        ({"patern": "x"}, "pulumi:autonaming.patern: unknown key; allowed: mode, pattern, enforce, providers"),
        (
            {"providers": {"a": {"resources": {"a:b:C": {}}}}},
            "pulumi:autonaming.providers.a.resources.a:b:C: mode or pattern is required",
        ),
        ({"providers": []}, "pulumi:autonaming.providers: expected a map of maps"),
        ([], "pulumi:autonaming: expected a map with mode or pattern"),
        (
            {"pattern": "${config.none}"},
            "pulumi:autonaming: the pattern names none, which the configuration does not set",
        ),
    ],
)
def test_wrong_sections(section: Any, message: str) -> None:
    """An error is one line with the path and what is allowed."""
    with pytest.raises(naming.NamingError) as error:
        _load(section)
    assert str(error.value) == message


def test_names_reach_the_provider_and_stay(stage: stages.Stage) -> None:
    """A proposed name is used at creation, kept by updates, and new in a replacement."""
    stage.config = "{pulumi:autonaming: {pattern: '${project}-${stack}-${name}-${hex(4)}'}}"
    stage.up('Thing("a", size=1, fixed=1)')
    first = stage.row("a").inputs["name"]
    assert re.fullmatch(r"stage-dev-a-[0-9a-f]{4}", first)
    stage.up('Thing("a", size=2, fixed=1)')
    assert stage.row("a").inputs["name"] == first
    stage.up('Thing("a", size=2, fixed=2)')
    assert stage.row("a").inputs["name"] != first


def test_a_fixed_name_deletes_first(stage: stages.Stage) -> None:
    """Where the name has nothing random, the old one must go before the new one comes."""
    stage.config = "{pulumi:autonaming: {mode: verbatim}}"
    stage.up('Thing("a", fixed=1)')
    stage.up('Thing("a", fixed=2)')
    assert stage.cloud.calls == [("delete", "a"), ("create", "a")]
    assert stage.row("a").inputs["name"] == "a"
