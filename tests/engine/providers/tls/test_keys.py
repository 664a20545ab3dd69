"""Keys in all their forms."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from moorage.engine import values
from moorage.engine.providers import protocol, tls
from tests.engine.providers.tls import calls

KINDS = [
    ("RSA", {"rsaBits": 1024}, "RSA PRIVATE KEY"),
    ("RSA", {"rsaBits": "1024"}, "RSA PRIVATE KEY"),
    ("ECDSA", {}, "EC PRIVATE KEY"),
    ("ECDSA", {"ecdsaCurve": "P521"}, "EC PRIVATE KEY"),
    ("ED25519", {}, "PRIVATE KEY"),
]


@pytest.mark.parametrize(("algorithm", "options", "label"), KINDS)
def test_all_forms_are_of_one_key(algorithm: str, options: values.Values, label: str) -> None:
    """PEM in the algorithm's own form, PKCS#8, OpenSSH and the public forms agree."""
    made, outputs = calls.make("PrivateKey", {"algorithm": algorithm, **options})
    assert outputs["privateKeyPem"].startswith(f"-----BEGIN {label}-----\n")
    assert outputs["privateKeyPemPkcs8"].startswith("-----BEGIN PRIVATE KEY-----\n")
    assert re.fullmatch(r"[0-9a-f]{40}", made)
    assert outputs["id"] == made
    for form in ("privateKeyPem", "privateKeyPemPkcs8"):
        read = serialization.load_pem_private_key(outputs[form].encode(), None).public_key()
        public = serialization.load_pem_public_key(outputs["publicKeyPem"].encode())
        assert read == public


@pytest.mark.parametrize("algorithm", ["RSA", "ED25519"])
def test_ssh_keygen_prints_the_same_fingerprints(algorithm: str, tmp_path: Path) -> None:
    """OpenSSH itself reads the line for authorized_keys and comes to the same fingerprints."""
    outputs = calls.key(algorithm)
    file = tmp_path / "key.pub"
    file.write_text(outputs["publicKeyOpenssh"])
    for name, prefix, option in (("Md5", "MD5:", "md5"), ("Sha256", "", "sha256")):
        command = ["ssh-keygen", "-l", "-E", option, "-f", str(file)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[1]
        assert said == prefix + outputs[f"publicKeyFingerprint{name}"]


def test_a_curve_that_openssh_does_not_know_has_no_such_forms() -> None:
    """Recorded from pulumi-tls: P-224, the default curve, leaves the OpenSSH outputs empty."""
    outputs = calls.key("ECDSA")
    empty = ("privateKeyOpenssh", "publicKeyOpenssh", "publicKeyFingerprintMd5", "publicKeyFingerprintSha256")
    assert [outputs[name] for name in empty] == ["", "", "", ""]


def test_private_forms_are_secret() -> None:
    """Whatever the program says, no private key is shown, in a preview either."""
    for preview in (False, True):
        _, outputs = tls.provider().create(calls.context("PrivateKey", preview=preview), {"algorithm": "ED25519"})
        secret = {name for name, value in outputs.items() if isinstance(value, values.Secret)}
        assert secret == {"privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"}


def test_every_change_makes_a_new_key() -> None:
    """A default that is said is no change."""
    inputs = {"algorithm": "RSA", "rsaBits": 1024}
    _, outputs = calls.make("PrivateKey", inputs)
    assert calls.diff("PrivateKey", inputs, outputs, {**inputs, "ecdsaCurve": "P224"}) == {}
    assert calls.diff("PrivateKey", inputs, outputs, {"algorithm": "RSA"}) == {"rsaBits": "update-replace"}
    assert calls.diff("PrivateKey", inputs, outputs, {**inputs, "algorithm": "ED25519"}) == {
        "algorithm": "update-replace"
    }


@pytest.mark.parametrize("form", ["privateKeyPem", "privateKeyOpenssh"])
def test_get_public_key(form: str) -> None:
    """The function gives what the resource gives, from either form of the private key, which stays secret."""
    outputs = calls.key()
    found = tls.provider().invoke("tls:index/getPublicKey:getPublicKey", {form: outputs[form]})
    public = [name for name in outputs if name.startswith("public")]
    assert {name: found[name] for name in (*public, "id")} == {name: outputs[name] for name in (*public, "id")}
    assert found["algorithm"] == "ED25519"
    assert found[form] == values.Secret(outputs[form])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "exactly one of privateKeyPem and privateKeyOpenssh must be set"),
        ({"privateKeyPem": "x"}, "not a private key in PEM form"),
        ({"privateKeyOpenssh": "x"}, "not a private key in OpenSSH form"),
    ],
)
def test_what_is_no_key_is_one_line(arguments: values.Values, message: str) -> None:
    """The text of the key is not in the message."""
    with pytest.raises(protocol.ProviderError, match=f"^{message}$"):
        tls.provider().invoke("tls:index/getPublicKey:getPublicKey", arguments)
