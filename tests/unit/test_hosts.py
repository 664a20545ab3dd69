"""The address of an engine in a stack file: what is accepted, what is refused in which words, what follows from it."""

from __future__ import annotations

import pytest

from components.core import hosts
from components.core.errors import SettingsError
from components.shared.containers import refusals
from components.targets import settings


@pytest.mark.parametrize(
    ("host", "words", "machine", "slug"),
    [
        ("ssh://deploy@harbour.example", ("deploy@harbour.example",), "harbour.example", "deploy@harbour.example"),
        ("ssh://harbour", ("harbour",), "harbour", "harbour"),
        ("ssh://root@10.0.0.7:2222", ("-p", "2222", "root@10.0.0.7"), "10.0.0.7", "root@10.0.0.7.2222"),
        ("unix:///run/user/1000/docker.sock", (), "", "run-user-1000-docker.sock"),
    ],
)
def test_a_host_as_others_need_it(host: str, words: tuple[str, ...], machine: str, slug: str) -> None:
    """As words of `ssh`, as a person's address, and as part of a provider's name."""
    assert settings({"docker": {"host": host}})[1].model_dump()["host"] == host
    assert (hosts.words(host), hosts.machine(host), hosts.slug(host)) == (words, machine, slug)


@pytest.mark.parametrize(
    ("host", "problem"),
    [
        ("tcp://10.0.0.7:2375", "whoever reaches that port is root there; use ssh://user@machine"),
        ("https://10.0.0.7:2376", "whoever reaches that port is root there; use ssh://user@machine"),
        ("harbour", "should be of the form ssh://user@machine or unix:///path"),
        ("ssh://", "should be of the form ssh://user@machine or ssh://user@machine:22"),
        ("ssh://-oProxyCommand=x", "should be of the form ssh://user@machine or ssh://user@machine:22"),
        ("ssh://-lroot@harbour", "should be of the form ssh://user@machine or ssh://user@machine:22"),
        ("ssh://root@-harbour", "should be of the form ssh://user@machine or ssh://user@machine:22"),
        ("ssh://root:word@harbour", "should be of the form ssh://user@machine or ssh://user@machine:22"),
        ("ssh://root@harbour:0", "should be of the form ssh://user@machine or ssh://user@machine:22"),
        ("ssh://root@harbour:65536", "should be of the form ssh://user@machine or ssh://user@machine:22"),
        ("ssh://root@harbour\n", "should be of the form ssh://user@machine or ssh://user@machine:22"),
        (
            "ssh://root@harbour/run/docker.sock",
            "has a path; the engine is where its own client finds it on that machine: ssh://root@harbour",
        ),
        ("unix://docker.sock", "should name a socket by its whole path, such as unix:///var/run/docker.sock"),
    ],
)
def test_what_is_no_host_is_refused_in_one_line(host: str, problem: str) -> None:
    """With its path, what was given and the form that is meant; nothing in it can become an option of `ssh`."""
    with pytest.raises(SettingsError) as caught:
        settings({"docker": {"host": host}})
    assert str(caught.value) in (f"target.docker.host: {host!r} {problem}", f"target.docker.host: {host!r}: {problem}")


def test_a_tunnel_is_for_another_machine_alone() -> None:
    """A loopback port over there comes here by `ssh -L`; here it is already."""
    assert hosts.tunnel("ssh://root@harbour:2222", 8080) == "ssh -N -L 8080:127.0.0.1:8080 -p 2222 root@harbour"
    assert hosts.tunnel("unix:///s", 8080) == hosts.tunnel("", 8080) == ""


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            "No ED25519 host key is known for [harbour]:2222 and you have requested strict checking.\n"
            "Host key verification failed.\n",
            "its host key is not known here: not connected. Compare its fingerprint with the machine's own"
            " (ssh-keyscan -p 2222 harbour | ssh-keygen -lf -), then: ssh-keyscan -p 2222 harbour >>~/.ssh/known_hosts",
        ),
        (
            "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.\n",
            "has another host key than the one that is known: not connected. If the machine is a new one, compare"
            " fingerprints (ssh-keyscan -p 2222 harbour | ssh-keygen -lf -) and forget the old key:"
            " ssh-keygen -R '[harbour]:2222'",
        ),
        (
            "root@harbour: Permission denied (publickey).\n",
            "no key of the agent or of ~/.ssh/config lets in, and nobody is asked for a password;"
            " try: ssh -p 2222 root@harbour",
        ),
        (
            "ssh: connect to host harbour port 2222: Connection refused\n",
            "connect to host harbour port 2222: Connection refused",
        ),
        ("", "the connection ended at once"),
    ],
)
def test_why_ssh_did_not_connect(said: str, line: str) -> None:
    """One line, in words that say what to do; a key is never taken without being looked at."""
    assert refusals.explain("ssh://root@harbour:2222", said) == f"ssh://root@harbour:2222: {line}"
