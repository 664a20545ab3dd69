"""What a failed installation says last: the next step, recognised by the words of pip and of compilers."""

from __future__ import annotations

import importlib.util
import types

import pytest

from components.images.python import plan


def load(name: str) -> types.ModuleType:
    """Return a program of a build as a module; it stands alone there."""
    found = importlib.util.spec_from_file_location(name, plan.SCRIPTS / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("error: command 'gcc' failed: No such file or directory", "packages: {build: [gcc]}"),
        ("error: command 'x86_64-linux-gnu-gcc' failed: No such file or directory", "packages: {build: [gcc]}"),
        ("error: [Errno 2] No such file or directory: 'x86_64-linux-gnu-gcc'", "packages: {build: [gcc]}"),
        ("unable to execute 'gcc': No such file or directory", "packages: {build: [gcc]}"),
        ("error: command 'g++' failed: No such file or directory", "packages: {build: [g++]}"),
        ("error: linker `cc` not found", "packages: {build: [gcc]}"),
        ("FileNotFoundError: [Errno 2] No such file or directory: 'cmake'", "packages: {build: [cmake]}"),
        ("Error: pg_config executable not found.", "packages: {build: [libpq-dev]}"),
        ("Cargo, the Rust package manager, is not installed\nerror: rustc not found", "packages: {build: [rustc]}"),
        ("src/x.c:1:10: fatal error: Python.h: No such file or directory", "packages: {build: [python3-dev]}"),
        ("x.c:1: fatal error: libxml/xmlversion.h: No such file", "packages: {build: [libxml2-dev]}"),
        ("x.c:1: fatal error: stdlib.h: No such file", "packages: {build: [libc6-dev]}"),
        ("x.c:1: fatal error: odd.h: No such file", "the package with odd.h is missing"),
        ("FileNotFoundError: [Errno 2] No such file or directory: 'docs/intro.rst'", "building reads docs/intro.rst"),
        ("ERROR: No matching distribution found for nosuch==1.0", "nosuch==1.0: the index has no such package"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "lock again, and look at why"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "name its authority at ca_bundle"),
        ("ERROR: HTTP error 401 while getting https://index/x", "the secret that `index` names"),
        ("ERROR: Package 'x' requires a different Python: 3.11.2 not in '>=3.12'", "choose another base"),
        ("LookupError: setuptools-scm was unable to detect version for /source", "labels: {version: 1.2.3}"),
    ],
)
def test_the_next_step_is_known(said: str, step: str) -> None:
    """One line, whatever else was said around it."""
    lines = load("advice").of(f"before\n{said}\nafter\n")
    assert len(lines) == 1
    assert step in lines[0]


def test_what_is_not_known_gets_no_advice() -> None:
    """No guess is made of other words."""
    assert load("advice").of("ERROR: something else\n") == []
