"""The properties are the SDK's; what cannot be made is refused by name, before anything is made."""

from __future__ import annotations

import pulumi_tls
import pytest

from moorage.engine import values
from moorage.engine.providers import tls
from moorage.engine.providers.tls import package, uses
from tests.engine.providers.docker import sdk
from tests.engine.providers.tls import calls

WORDS = ", ".join(uses.WORDS)


@pytest.mark.parametrize("type", sorted(package.KINDS))
def test_the_properties_are_the_sdks(type: str) -> None:
    """Every input and output of the SDK's class has a place, and nothing else has."""
    name = type.rpartition(":")[2]
    kind = package.KINDS[type]
    assert set(kind.fields) == set(sdk.names(getattr(pulumi_tls, f"{name}Args")))
    assert {*kind.fields, *kind.generated} == set(sdk.names(getattr(pulumi_tls, name)))


@pytest.mark.parametrize(
    ("name", "inputs", "failures"),
    [
        ("PrivateKey", {}, [("algorithm", "required, and not set")]),
        ("PrivateKey", {"algorithm": "DSA"}, [("algorithm", "'DSA' is none of RSA, ECDSA, ED25519")]),
        ("PrivateKey", {"algorithm": "RSA", "rsaBits": 512}, [("rsaBits", "must be at least 1024, not 512")]),
        ("PrivateKey", {"algorithm": values.UNKNOWN}, []),
        ("CertRequest", {}, [("privateKeyPem", "exactly one of privateKeyPem and privateKeyPemWo must be set")]),
        ("CertRequest", {"privateKeyPem": "x"}, [("privateKeyPem", "not a private key in PEM form")]),
        (
            "CertRequest",
            {"privateKeyPemWo": values.UNKNOWN},
            [("privateKeyPemWoVersion", "required with privateKeyPemWo: raise it when that key changes")],
        ),
        (
            "CertRequest",
            {"privateKeyPem": values.UNKNOWN, "subject": {"comonName": "x"}},
            [("subject.comonName", "unknown property; did you mean commonName")],
        ),
        (
            "SelfSignedCert",
            {"privateKeyPem": values.UNKNOWN, "allowedUses": ["server"], "validityPeriodHours": 1},
            [("allowedUses[0]", f"'server' is none of {WORDS}")],
        ),
        (
            "SelfSignedCert",
            {"privateKeyPem": values.UNKNOWN, "allowedUses": [], "validityPeriodHours": -1, "earlyRenewalHours": -2},
            [
                ("earlyRenewalHours", "must be at least 0, not -2"),
                ("validityPeriodHours", "must be at least 0, not -1"),
            ],
        ),
        (
            "LocallySignedCert",
            {
                "caPrivateKeyPem": values.UNKNOWN,
                "caCertPem": "x",
                "certRequestPem": "y",
                "allowedUses": [],
                "validityPeriodHours": 1,
            },
            [
                ("caCertPem", "not a certificate in PEM form"),
                ("certRequestPem", "not a certificate request in PEM form"),
            ],
        ),
    ],
)
def test_check(name: str, inputs: values.Values, failures: list[tuple[str, str]]) -> None:
    """A wrong input is named with what is wrong; what is not known yet may be right."""
    assert calls.check(name, inputs) == failures


def test_a_proxy_is_refused() -> None:
    """The provider fetches nothing, so a proxy would be an option without effect."""
    checked = tls.provider().check_config({"proxy": {"fromEnv": True}})
    assert [one.property for one in checked.failures] == ["proxy"]
