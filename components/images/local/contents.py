"""What a root file system keeps of what was unpacked, and the few files that packages leave to their scripts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from components.images.local import asked, records

UNPACKER = "unpacker"
PIP = re.compile(r"usr/share/python-wheels/pip-[^/]+\.whl")

_STATUS = re.compile(r"var/lib/dpkg/(status|status\.d/[^/]+)")
_CERTIFICATE = re.compile(r"usr/share/ca-certificates/mozilla/[^/]+\.crt")
_ACCOUNTS = {"etc/passwd": "usr/share/base-passwd/passwd.master", "etc/group": "usr/share/base-passwd/group.master"}
_SWITCH = ("usr/share/libc-bin/nsswitch.conf", "usr/share/base-files/nsswitch.conf")

_DOCS = ("/usr/share/doc", "/usr/share/man", "/usr/share/info", "/usr/share/locale", "/usr/share/lintian")

_GONE = re.compile(
    r"(dev|proc|sys)(/.*)?"
    r"|(run|tmp|var/tmp|var/cache|var/log|var/backups|var/lib/apt/lists)/.+"
    r"|etc/(machine-id|hostname|hosts|resolv\.conf|passwd-|group-|shadow-|gshadow-|\.pwd\.lock)"
    r"|usr/share/(man|info|locale|lintian|groff|linda)/.+"
    r"|usr/share/doc/.+/(?!copyright$)[^/]+"
    r"|unpacker|unpacked(/.*)?|etc/apt/apt\.conf\.d/99mmdebstrap|etc/dpkg/dpkg\.cfg\.d/99mmdebstrap"
    r"|var/lib/dpkg/[^/]+-old|.*\.py[co]|(.*/)?__pycache__"
)
_GONE_PYTHON = re.compile(
    r"usr/share/(initramfs-tools|doc/busybox-static)(/.*)?"
    r"|etc/(apt|cron\.daily|logrotate\.d|dpkg|skel|alternatives|update-motd\.d)(/.*)?"
    r"|usr/share/(python-wheels|perl5|debconf|pixmaps|applications|bash-completion|menu|bug|keyrings)(/.*)?"
    r"|usr/lib/python3\.\d+/(pydoc_data|idlelib|turtledemo|ensurepip)(/.*)?"
    r"|usr/lib/[^/]+/gconv(/.*)?|usr/lib/(apt|dpkg|cnf-update-db)(/.*)?|var/lib/(apt|dpkg/info)(/.*)?|var/lib/dpkg/status"
    r"|usr/s?bin/(dpkg.*|debconf.*|dpkg-.*|openssl|c_rehash|update-.*|pydoc.*|pygettext.*|pdb.*|py3.*|start-stop-daemon)"
)

_APT = b"""\
Acquire::Languages "none";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb || true"; };
"""
_EXCLUDED = "".join(f"path-exclude={folder}/*\n" for folder in _DOCS)
_DPKG = f"force-unsafe-io\n{_EXCLUDED}path-include=/usr/share/doc/*/copyright\n"
_NO_SERVICES = b"#!/bin/sh\nexit 101\n"


@dataclass(frozen=True)
class Made:
    """A file that no package brings."""

    content: bytes
    mode: int = 0o644


def stays(recipe: str, name: str, *, wanted: bool = False) -> bool:
    """Say whether a path is kept; `wanted`: it is of a package that the stack file asks for."""
    return not (_GONE.fullmatch(name) or (recipe == "runtime" and not wanted and _GONE_PYTHON.fullmatch(name)))


def is_source(name: str) -> bool:
    """Say whether `made`, `packages` or `asked` reads this file."""
    known = {*_ACCOUNTS.values(), *_SWITCH}
    return name in known or asked.is_source(name) or bool(_STATUS.fullmatch(name) or _CERTIFICATE.fullmatch(name))


def made(recipe: str, texts: Mapping[str, bytes]) -> dict[str, Made]:
    """Return the files to add; `texts` holds those that `is_source` names."""
    if recipe == "debian":
        return {
            "etc/apt/apt.conf.d/slim": Made(_APT),
            "etc/dpkg/dpkg.cfg.d/slim": Made(_DPKG.encode()),
            "usr/sbin/policy-rc.d": Made(_NO_SERVICES, 0o755),
        }
    if recipe == "toolchain":
        return {}
    found = {name: Made(texts[source]) for name, source in _ACCOUNTS.items()}
    found["etc/nsswitch.conf"] = Made(next(texts[name] for name in _SWITCH if name in texts))
    bundle = [texts[name].strip() + b"\n" for name in sorted(texts) if _CERTIFICATE.fullmatch(name)]
    found["etc/ssl/certs/ca-certificates.crt"] = Made(b"".join(bundle))
    return found


def packages(texts: Mapping[str, bytes]) -> dict[str, records.Record]:
    """Return the packages of dpkg's status, or of the records of what was unpacked."""
    return records.read(texts[name] for name in sorted(texts) if _STATUS.fullmatch(name))
