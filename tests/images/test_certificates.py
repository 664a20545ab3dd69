"""Certificates: what a machine trusts beyond the usual."""

from __future__ import annotations

import pathlib

import certifi

from components.images import certificates

OWN = "-----BEGIN CERTIFICATE-----\nT1dO\n-----END CERTIFICATE-----\n"


def test_only_what_is_not_usual_is_passed_on() -> None:
    """The usual authorities stay out, however their lines are broken; one that comes twice is passed on once."""
    usual = "-----BEGIN CERTIFICATE-----\nVVN\nVQUw=\n-----END CERTIFICATE-----\n"
    bundle = f"comment\n{usual.replace(chr(10) + 'VQUw', 'VQUw')}{OWN}{OWN}"
    assert certificates.beyond(bundle, [usual]) == OWN
    assert certificates.beyond(usual, [usual]) == certificates.NONE


def test_the_hosts_bundle_is_the_one_that_is_named(tmp_path: pathlib.Path) -> None:
    """SSL_CERT_FILE, then REQUESTS_CA_BUNDLE; of certifi's own list nothing is left."""
    bundle = tmp_path / "bundle.pem"
    bundle.write_text(pathlib.Path(certifi.where()).read_text(encoding="utf-8") + OWN, encoding="utf-8")
    gone = str(tmp_path / "gone.pem")
    assert certificates.of_host({"SSL_CERT_FILE": str(bundle), "REQUESTS_CA_BUNDLE": gone}) == OWN
    assert certificates.of_host({"SSL_CERT_FILE": gone, "REQUESTS_CA_BUNDLE": str(bundle)}) == OWN
    assert certificates.of_host({"SSL_CERT_FILE": certifi.where()}) == certificates.NONE
