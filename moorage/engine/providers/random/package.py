"""The package `random` in process, as version 4.21.4 has it; entropy is the operating system's."""

from __future__ import annotations

from collections.abc import Mapping

from moorage.engine.providers import kind, once
from moorage.engine.providers.random import characters, lists, numbers, pets, uuids

KINDS: Mapping[str, kind.Kind] = {
    "random:index/randomBytes:RandomBytes": numbers.BYTES,
    "random:index/randomId:RandomId": numbers.ID,
    "random:index/randomInteger:RandomInteger": numbers.INTEGER,
    "random:index/randomPassword:RandomPassword": characters.PASSWORD,
    "random:index/randomPet:RandomPet": pets.PET,
    "random:index/randomShuffle:RandomShuffle": lists.SHUFFLE,
    "random:index/randomString:RandomString": characters.STRING,
    "random:index/randomUuid4:RandomUuid4": uuids.UUID_4,
    "random:index/randomUuid7:RandomUuid7": uuids.UUID_7,
    "random:index/randomUuid:RandomUuid": uuids.UUID,
}

RANDOM = once.Once("random", "4.21.4", KINDS)
