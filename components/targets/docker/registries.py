"""What `moorage doctor` says of a target's registry: whether it answers, and whether the engine trusts it."""

from __future__ import annotations

import ipaddress
import pathlib
import ssl
import urllib.error
import urllib.request
from typing import Any, Final

from components.core import delivery
from components.core.operations import Finding
from components.shared import superuser
from components.shared.delivery.settings import RegistrySettings

AUTHORITIES: Final = pathlib.Path("/etc/docker/certs.d")
"""Where the engine looks for the authorities of a registry, by its host; it needs no restart to see a new one."""
SECONDS: Final = 10
"""How long a registry may take to answer."""


def find(given: RegistrySettings, facts: dict[str, Any], folder: pathlib.Path = AUTHORITIES) -> Finding:
    """Return the finding; `facts` is what the engine says of itself, empty when it does not answer."""
    host = given.repository.partition("/")[0]
    subject = f"registry {host}"
    if given.plain is not None and facts and not delivery.loopback(host) and not insecure(facts, host):
        text = "has no TLS, and the engine is not told so"
        return Finding(subject, "missing", text, (_list_insecure(host),))
    tls = given.plain is None and not delivery.loopback(host)
    try:
        _ask(host, folder, tls=tls)
    except ssl.SSLCertVerificationError as error:
        text = f"its certificate is by no authority that the engine knows ({error.verify_message})"
        source = given.ca or "THE-AUTHORITY.pem"
        return Finding(
            subject, "missing", text, (superuser.here(f"install -D -m 0644 {source} {folder / host / 'ca.crt'}"),)
        )
    except OSError as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Finding(subject, "missing", f"does not answer: {reason.lower()}", ("look at the registry itself",))
    return Finding(subject, "ok", f"answers{' by TLS' if tls else ''}; images go to {given.repository}, by digest")


def insecure(facts: dict[str, Any], host: str) -> bool:
    """Say whether the engine speaks to this registry without TLS."""
    told: dict[str, Any] = facts.get("RegistryConfig") or {}
    listed: dict[str, Any] = told.get("IndexConfigs") or {}
    entry: dict[str, Any] = listed.get(host) or {"Secure": True}
    try:
        address = ipaddress.ip_address(host.rpartition(":")[0] or host)
    except ValueError:
        return not entry["Secure"]
    ranges: list[str] = told.get("InsecureRegistryCIDRs") or []
    return not entry["Secure"] or any(address in ipaddress.ip_network(one) for one in ranges)


def _ask(host: str, folder: pathlib.Path, *, tls: bool) -> None:
    """Ask whether anything is there; every answer will do, one that wants a login too.

    Raises:
        OSError: nothing answers; SSLCertVerificationError: something nobody vouches for does.
    """
    context = ssl.create_default_context()
    for file in sorted((folder / host).glob("*.crt")):
        context.load_verify_locations(file)
    url = f"{'https' if tls else 'http'}://{host}/v2/"
    try:
        urllib.request.urlopen(url, timeout=SECONDS, context=context).close()  # noqa: S310 - http or https, see above
    except urllib.error.HTTPError:
        return
    except urllib.error.URLError as error:
        raise error.reason if isinstance(error.reason, OSError) else OSError(str(error.reason)) from None


def _list_insecure(host: str) -> str:
    return f'add "insecure-registries": ["{host}"] to /etc/docker/daemon.json and start the engine again'
