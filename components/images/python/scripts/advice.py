"""What to do about a failed installation: the words of pip and of compilers, and the next step. Pure."""

import re

HEADERS = {
    "Python.h": "python3-dev",
    "std": "libc6-dev",
    "limits.h": "libc6-dev",
    "ffi.h": "libffi-dev",
    "libpq-fe.h": "libpq-dev",
    "mysql.h": "default-libmysqlclient-dev",
    "openssl/": "libssl-dev",
    "libxml/": "libxml2-dev",
    "libxslt/": "libxslt1-dev",
    "zlib.h": "zlib1g-dev",
    "jpeglib.h": "libjpeg-dev",
    "sasl/": "libsasl2-dev",
    "ldap.h": "libldap-dev",
    "yaml.h": "libyaml-dev",
}
"""Debian's package of a header that Python packages often need."""

PROGRAMS = {
    "cc": "gcc",
    "c++": "g++",
    "pg_config": "libpq-dev",
    "mysql_config": "default-libmysqlclient-dev",
    "pkg-config": "pkg-config",
    "cargo": "cargo",
    "rustc": "rustc",
}
"""Debian's package of a program that builds call; of others it has the same name."""

_MISSING = (
    r"(?:command|unable to execute|linker) [`'\"](?:\S*-)?"
    r"(?P<name>gcc|g\+\+|cc|c\+\+|clang|gfortran|rustc|cargo|cmake|make|git)"
    r"[`'\"](?: failed)?:? ?(?:\[Errno 2\] )?(?:No such file|not found)",
    r"No such file or directory: '(?:\w+-linux-gnu-)?(?P<name>[\w+-]+)'",
    r"(?P<name>\w+_config) executable not found",
    r"(?P<name>pkg-config|cargo|cmake|make|rustc)(?:: command)?,? (?:is )?not (?:found|installed)",
)
_HEADER = re.compile(r"fatal error: (?P<name>\S+?\.h\w*): No such file")

_OTHERS = (
    (
        r"No such file or directory: '(?P<what>(?!/)[\w+./-]+\.\w+)'",
        "building reads {what}, which is not sent: name it at files, with the code",
    ),
    (
        r"THESE PACKAGES DO NOT MATCH THE HASHES",
        "the index gave another file than was locked: lock again, and look at why it changed before you trust it",
    ),
    (
        r"all requirements must have their versions pinned|Hashes are required in --require-hashes mode",
        "the lock has hashes for some packages only: lock again, with hashes for all",
    ),
    (r"CERTIFICATE_VERIFY_FAILED", "the index's certificate is not known here: name its authority at ca_bundle"),
    (
        r"(?:HTTP error |Client Error: |error \(HTTP )?\b40[13]\b.*(?:Unauthorized|Forbidden|https?://)",
        "the index refuses: see the user and the password in the secret that `index` names",
    ),
    (
        r"requires a different Python|Ignored the following versions that require a different python",
        "a package wants another Python: choose another base, or lock for this one",
    ),
    (
        r"setuptools.scm was unable to detect version|unable to detect version for|getting the version from source",
        "the version comes from git, which no build is sent: state it on this image, labels: {{version: 1.2.3}}",
    ),
    (
        r"No matching distribution found for (?P<what>[^\s(]+)",
        "{what}: the index has no such package, or no file of it for this Python: correct name or version, lock again",
    ),
)


def of(said: str) -> "list[str]":
    """Return the next step for what was said, as one line; nothing when it is not known."""
    lacking = [PROGRAMS.get(name, name) for name in _programs(said)]
    lacking += [_package(found["name"]) for found in _HEADER.finditer(said)]
    if lacking:
        wanted = ", ".join(dict.fromkeys(lacking))
        return [f"to compile it, {wanted} is missing: state it on this image, packages: {{build: [{wanted}]}}"]
    for pattern, step in _OTHERS:
        found = re.search(pattern, said)
        if found:
            return [step.format(**found.groupdict())]
    return []


def _programs(said: str) -> "list[str]":
    return [found["name"] for pattern in _MISSING for found in re.finditer(pattern, said)]


def _package(header: str) -> str:
    known = [package for start, package in HEADERS.items() if header.startswith(start)]
    return known[0] if known else f"the package with {header}"
