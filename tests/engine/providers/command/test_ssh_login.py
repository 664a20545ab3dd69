"""Who is let in: private keys in each form, passwords, and what is said of keys that are none."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest
from paramiko import common, server

from moorage.engine.providers import protocol
from moorage.engine.providers.command.ssh import dial, keys
from tests.engine.providers.command import sshd

PASSWORD = "canary"
QUIET = dial.Tries(lambda _text: None)


class Door(paramiko.ServerInterface):
    """Lets in whoever knows the password, in the one way that it is opened for."""

    def __init__(self, way: str) -> None:
        self.way = way

    def get_allowed_auths(self, username: str) -> str:
        """Return the one way."""
        return self.way

    def check_auth_password(self, username: str, password: str) -> int:
        """Judge a password."""
        good = self.way == "password" and password == PASSWORD
        return common.AUTH_SUCCESSFUL if good else common.AUTH_FAILED

    def check_auth_interactive(self, username: str, submethods: str) -> int | server.InteractiveQuery:
        """Ask, where that is the way."""
        if self.way != "keyboard-interactive":
            return common.AUTH_FAILED
        return server.InteractiveQuery("", "", "Password: ")

    def check_auth_interactive_response(self, responses: list[str]) -> int:
        """Judge the answer."""
        return common.AUTH_SUCCESSFUL if responses == [PASSWORD] else common.AUTH_FAILED


@pytest.fixture(params=["password", "keyboard-interactive"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    """Serve logins of one way; return the port."""
    listener, open_ones = socket.create_server(("127.0.0.1", 0)), list[paramiko.Transport]()

    def serve() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(line)
            transport.add_server_key(paramiko.ECDSAKey.generate())
            transport.start_server(event=threading.Event(), server=Door(request.param))
            open_ones.append(transport)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield int(listener.getsockname()[1])
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(10)
    for transport in open_ones:
        transport.close()


def connection(port: int, password: str) -> dict[str, object]:
    """Return a completed connection by password."""
    return {
        "host": "127.0.0.1",
        "port": port,
        "user": "u",
        "password": password,
        "dialErrorLimit": 0,
        "perDialTimeout": 15,
    }


def test_a_password_lets_in_by_either_way_of_asking(
    port: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The right one is let in, a wrong one is refused in one line without the password, and nothing else is written."""
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    with dial.dialled(connection(port, PASSWORD), QUIET) as transport:
        assert transport.is_authenticated()
    with pytest.raises(protocol.ProviderError) as error, dial.dialled(connection(port, "wrong-canary"), QUIET):
        pass
    assert str(error.value) == f"ssh u@127.0.0.1:{port}: after 0 failed attempts: Authentication failed."
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("kind", "more", "name"),
    [
        ("ed25519", [], "ssh-ed25519"),
        ("rsa", ["-b", "2048"], "ssh-rsa"),
        ("rsa", ["-b", "2048", "-m", "PEM"], "ssh-rsa"),
        ("rsa", ["-b", "2048", "-m", "PKCS8"], "ssh-rsa"),
        ("ecdsa", [], "ecdsa-sha2-nistp256"),
        ("ecdsa", ["-m", "PEM"], "ecdsa-sha2-nistp256"),
    ],
)
def test_a_private_key_is_read_in_each_form(tmp_path: Path, kind: str, more: list[str], name: str) -> None:
    """OpenSSH's own form, PKCS#1, SEC 1 and PKCS#8; its public half is the one beside it."""
    sshd.keygen(kind, tmp_path / "key", *more)
    public = (tmp_path / "key.pub").read_text()
    key = keys.private((tmp_path / "key").read_text(), None)
    assert (key.get_name(), key.get_base64()) == (name, public.split()[1])
    assert keys.host(public) == keys.HostKey(name, key.asbytes())


@pytest.mark.parametrize("more", [[], ["-t", "rsa", "-m", "PEM"]])
def test_an_encrypted_key_needs_its_password(tmp_path: Path, more: list[str]) -> None:
    """With the password it is read; without, or with another, one line says so."""
    sshd.keygen("ed25519", tmp_path / "key", *more, "-N", "opens")
    text = (tmp_path / "key").read_text()
    assert keys.private(text, "opens").get_base64() in (tmp_path / "key.pub").read_text()
    with pytest.raises(keys.KeyProblem, match=r"^privateKey: is encrypted, and there is no privateKeyPassword$"):
        keys.private(text, None)
    with pytest.raises(keys.KeyProblem, match=r"^privateKey: .*privateKeyPassword is not its$"):
        keys.private(text, "wrong")


@pytest.mark.parametrize("line", ["", "ssh-ed25519", "ssh-ed25519 !", "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIA=="])
def test_a_host_key_that_is_none_is_refused(line: str) -> None:
    """A line without a key, with another type than the key's, or no base64."""
    with pytest.raises(keys.KeyProblem, match=r"^hostKey: is no public key"):
        keys.host(line)


def test_an_rsa_host_signs_with_sha2() -> None:
    """The type's own name stands for SHA-1, which neither side should want."""
    assert keys.HostKey("ssh-rsa", b"").algorithms == ("rsa-sha2-512", "rsa-sha2-256")
