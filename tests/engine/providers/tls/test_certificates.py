"""Certificates: what they say, who signs them, and when they are made anew."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cryptography import x509

from moorage.engine import values
from moorage.engine.providers import bridge, protocol, tls
from tests.engine.providers.tls import calls


def test_openssl_verifies_a_chain(tmp_path: Path) -> None:
    """An authority of one algorithm signs a request of another; OpenSSL follows the chain for the host's name."""
    inputs, root = calls.authority()
    _, request = calls.make(
        "CertRequest",
        {"privateKeyPem": calls.key("RSA", rsaBits=2048)["privateKeyPem"], "dnsNames": ["leaf.test"]},
    )
    serial, leaf = calls.make(
        "LocallySignedCert",
        {
            "caPrivateKeyPem": inputs["privateKeyPem"],
            "caCertPem": root["certPem"],
            "certRequestPem": request["certRequestPem"],
            "allowedUses": ["digital_signature", "server_auth"],
            "setSubjectKeyId": True,
            "validityPeriodHours": 1,
        },
    )
    assert (leaf["caKeyAlgorithm"], request["keyAlgorithm"]) == ("ED25519", "RSA")
    (tmp_path / "ca.pem").write_text(root["certPem"])
    (tmp_path / "leaf.pem").write_text(leaf["certPem"])
    command = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "leaf.test"]
    done = subprocess.run([*command, "-CAfile", "ca.pem", "leaf.pem"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "leaf.pem: OK\n", "")
    assert x509.load_pem_x509_certificate(leaf["certPem"].encode()).serial_number == int(serial)


def test_what_an_authority_says() -> None:
    """Recorded from pulumi-tls: the name in Go's order, several streets as one part, critical constraints."""
    _, root = calls.authority()
    found = x509.load_pem_x509_certificate(root["certPem"].encode())
    assert [[each.oid._name for each in part] for part in found.subject.rdns] == [
        ["streetAddress", "streetAddress"],
        ["commonName"],
        ["emailAddress"],
    ]
    assert {extension.oid._name: extension.critical for extension in found.extensions} == {
        "basicConstraints": True,
        "keyUsage": True,
        "subjectKeyIdentifier": False,
    }
    basic = found.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (basic.ca, basic.path_length) == (True, 1)
    assert (found.not_valid_after_utc - found.not_valid_before_utc).total_seconds() == 24 * 3600


def test_a_request_carries_its_names() -> None:
    """Hosts, addresses and URIs of the inputs."""
    names = {"dnsNames": ["a.test"], "ipAddresses": ["127.0.0.1", "::1"], "uris": ["spiffe://x"]}
    _, request = calls.make("CertRequest", {"privateKeyPem": calls.key()["privateKeyPem"], **names})
    found = x509.load_pem_x509_csr(request["certRequestPem"].encode())
    asked = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(each.value) for each in asked] == ["a.test", "127.0.0.1", "::1", "spiffe://x"]


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({}, {}),
        ({"setSubjectKeyId": False}, {}),
        ({"earlyRenewalHours": 1}, {"earlyRenewalHours": "update"}),
        ({"earlyRenewalHours": 30}, {"earlyRenewalHours": "update", "readyForRenewal": "update-replace"}),
        ({"validityPeriodHours": 25}, {"validityPeriodHours": "update-replace"}),
        ({"maxPathLength": None}, {}),
        ({"maxPathLength": 2}, {"maxPathLength": "update-replace"}),
        ({"subject": None}, {"subject": "delete-replace"}),
        ({"subject": {"commonName": "cb"}}, {"subject": "update-replace"}),
        ({"privateKeyPem": "x"}, {"privateKeyPem": "update-replace"}),
        ({"isCaCertificate": None}, {"isCaCertificate": "update-replace"}),
        ({"dnsNames": ["a"]}, {"dnsNames": "add-replace"}),
    ],
)
def test_diff(change: values.Values, kinds: dict[str, str]) -> None:
    """Recorded from pulumi-tls: all but the time of renewal is in the certificate."""
    inputs, root = calls.authority()
    new = {key: value for key, value in {**inputs, **change}.items() if value is not None}
    assert calls.diff("SelfSignedCert", inputs, root, new) == kinds


def test_an_expired_certificate_is_made_anew() -> None:
    """A refresh notes it, and the next plan replaces, with and without that refresh."""
    inputs, root = calls.authority()
    over = {**root, "validityEndTime": "2020-01-01T00:00:00.123456789Z"}
    assert calls.diff("SelfSignedCert", inputs, over, inputs) == {"readyForRenewal": "update-replace"}
    read = tls.provider().read(calls.context("SelfSignedCert"), root["id"], inputs, over)
    assert read is not None
    assert read[2]["readyForRenewal"] is True
    assert calls.diff("SelfSignedCert", inputs, read[2], inputs) == {"readyForRenewal": "update-replace"}


def test_a_later_renewal_keeps_the_certificate() -> None:
    """An update records the new time, and keeps a path length that is no longer said."""
    inputs, root = calls.authority()
    new = {key: value for key, value in inputs.items() if key != "maxPathLength"} | {"earlyRenewalHours": 3}
    after = tls.provider().update(calls.context("SelfSignedCert"), root["id"], inputs, root, new)
    assert (after["certPem"], after["earlyRenewalHours"], after["maxPathLength"]) == (root["certPem"], 3, 1)


def test_a_write_only_key_is_in_no_output() -> None:
    """It signs; only its version is kept, and only that version's change makes a new certificate."""
    inputs: values.Values = {
        "privateKeyPemWo": calls.key()["privateKeyPem"],
        "privateKeyPemWoVersion": 1,
        "allowedUses": [],
        "validityPeriodHours": 1,
    }
    _, made = calls.make("SelfSignedCert", inputs)
    assert inputs["privateKeyPemWo"] not in str(made)
    assert calls.diff("SelfSignedCert", inputs, made, {**inputs, "privateKeyPemWo": "other"}) == {}
    assert calls.diff("SelfSignedCert", inputs, made, {**inputs, "privateKeyPemWoVersion": 2}) == {
        "privateKeyPemWoVersion": "update-replace"
    }


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"isCaCertificate": True}, "subject: a certificate authority needs a name"),
        ({"maxPathLength": 3}, r"maxPathLength: only a certificate authority \(isCaCertificate\) has one"),
        ({"setAuthorityKeyId": True}, "setAuthorityKeyId: needs setSubjectKeyId, which it repeats"),
        ({"ipAddresses": ["x"]}, "'x' does not appear to be an IPv4 or IPv6 address"),
        (
            {"subject": {"country": "Germany"}},
            "subject.country: Attribute's length must be >= 2 and <= 2, but it was 7",
        ),
        ({"allowedUses": ["encipher_only"]}, "allowedUses: .* when key_agreement is true"),
    ],
)
def test_what_no_certificate_can_say(change: values.Values, message: str) -> None:
    """One line, and nothing made."""
    inputs = {"privateKeyPem": calls.key()["privateKeyPem"], "allowedUses": [], "validityPeriodHours": 1, **change}
    with pytest.raises(protocol.ProviderError, match=f"^{message}$"):
        tls.provider().create(calls.context("SelfSignedCert"), inputs)


def test_the_real_provider_reads_the_state() -> None:
    """Recorded from pulumi-tls: which properties are null, lists and objects in Terraform's state."""
    _, root = calls.authority()
    recorded = root[bridge.DELTA]["obj"]["ps"]
    absent = {"dnsNames", "ipAddresses", "uris", "privateKeyPemWo", "privateKeyPemWoVersion"}
    assert set(recorded) == {*absent, "allowedUses", "subject"}
    assert recorded["allowedUses"] == {"arr": {}}
    inner = recorded["subject"]["plu"]["i"]["obj"]
    assert inner["renamed"] == {"streetAddresses": "street_address"}
    assert inner["ps"]["streetAddresses"] == {"arr": {}}


def test_get_certificate() -> None:
    """Recorded from pulumi-tls: what it says of an authority."""
    _, root = calls.authority()
    found = tls.provider().invoke("tls:index/getCertificate:getCertificate", {"content": root["certPem"]})
    (said,) = found["certificates"]
    assert {key: said[key] for key in ("isCa", "maxPathLength", "publicKeyAlgorithm", "signatureAlgorithm")} == {
        "isCa": True,
        "maxPathLength": 1,
        "publicKeyAlgorithm": "Ed25519",
        "signatureAlgorithm": "Ed25519",
    }
    assert (said["version"], said["serialNumber"], said["certPem"]) == (3, root["id"], root["certPem"])


def test_an_address_is_refused() -> None:
    """The function does not reach out."""
    with pytest.raises(protocol.ProviderError, match=r"^getCertificate: url: the embedded engine fetches no"):
        tls.provider().invoke("tls:index/getCertificate:getCertificate", {"url": "https://127.0.0.1"})
