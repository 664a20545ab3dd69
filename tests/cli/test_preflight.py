"""What is checked before a stack of ours is touched."""

from __future__ import annotations

import socket

import pytest

from components.core.naming import Scope
from components.core.operations import Claim, Port
from components.shared.containers import claim as claims
from components.shared.containers import ports
from components.targets.docker import engine
from tests.cli import real
from tests.cli.conftest import Cli

OURS = "config:\n  moorage:profile: dev\n  moorage:target: {docker: {}}\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (OURS + "  moorage:workload: {}\n", "workload: unknown key; did you mean workloads; allowed: "),
        (OURS.replace("docker:", "doker:"), "target.doker: unknown target; did you mean docker; allowed: "),
        (OURS.replace("{docker: {}}", "{docker: {}, podman: {}}"), "target: exactly one kind is needed, found "),
        (
            OURS + "  moorage:secrets: {token: {config: nope}}\n",
            "secrets.token.config: nope is not set; run: moorage config set --stack dev --secret nope",
        ),
        (OURS.replace("dev", "CHANGEME"), "profile: 'CHANGEME' is not a profile; allowed: dev, prod"),
        (OURS + "  moorage:images: {shop: {python: {source: nowhere}}}\n", "images.shop.python"),
        (OURS + "  moorage:target: {}\n", "Pulumi.dev.yaml:"),
    ],
)
@pytest.mark.parametrize("command", ["preview", "up"])
def test_a_bad_stack_file_is_one_line(cli: Cli, command: str, text: str, line: str) -> None:
    """Exit code 2; the program does not start, no state and no passphrase is made."""
    cli.write("Pulumi.dev.yaml", text)
    cli.write("__main__.py", "import pathlib\npathlib.Path('started').touch()\n")
    done = cli(command, *(["--yes"] if command == "up" else []), code=2)
    assert done.err.replace(str(cli.root) + "/", "").startswith(f"error: {line}"), done.err
    assert done.err.count("\n") == 1
    assert done.out == ""
    assert not (cli.root / "started").exists()
    assert not (cli.root / ".pulumi").exists()


def test_a_stored_secret_is_not_read_to_check(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its presence counts; a secure value where plain data belongs is refused with its path."""
    cli.write("Pulumi.dev.yaml", OURS)
    cli("config", "set", "--secret", "--path", "moorage:workloads.web.command", "canary")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "another")
    done = cli("preview", code=2)
    assert done.err.startswith("error: workloads: holds a secure value")
    assert "canary" not in done.err


@pytest.mark.docker
def test_a_stack_that_is_up_elsewhere_is_left_alone(cli: Cli) -> None:
    """Its containers are not in this state: one line, and nothing is made."""
    cli.write("Pulumi.dev.yaml", OURS)
    with real.image() as image:
        container = real.start(image, "toy", "web", "exec /bin/busybox sleep 600", "--name", "moorage-test-toy-web")
        try:
            done = cli("up", "--yes", code=2)
            assert done.err == (
                "error: target.docker: stack dev of project toy is up already, from another checkout or state"
                " (container moorage-test-toy-web); destroy it there, or use another stack name here\n"
            )
            assert not (cli.root / ".pulumi").exists()
            held = Claim(Scope("toy", "dev"), held=frozenset({container}))
            claims.check(engine.connect(), "docker", held, "unix:///s", ports.taken("unix:///s"))
        finally:
            real.docker("rm", "-f", container)


@pytest.mark.docker
def test_a_port_names_who_has_it() -> None:
    """A program, or a container; one of this state may keep its own."""
    client, scope = engine.connect(), Scope("toy", "dev")
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
        port = Port("workloads.web.expose.host_port", "web", number, "127.0.0.1")
        with pytest.raises(Exception, match=rf"^workloads\.web\.expose\.host_port: port {number} is taken by .+ \(pid"):
            claims.check(client, "docker", Claim(scope, [port]), "unix:///s", ports.taken("unix:///s"))
    claims.check(client, "docker", Claim(scope, [port]), "unix:///s", ports.taken("unix:///s"))
    with real.image() as image:
        options = ("--name", "moorage-test-port", "-p", f"127.0.0.1:{number}:80")
        container = real.start(image, "another", "web", "exec /bin/busybox sleep 600", *options)
        try:
            with pytest.raises(Exception, match=f"port {number} is taken by container moorage-test-port"):
                claims.check(client, "docker", Claim(scope, [port]), "unix:///s", ports.taken("unix:///s"))
            claims.check(
                client,
                "docker",
                Claim(scope, [port], held=frozenset({container})),
                "unix:///s",
                ports.taken("unix:///s"),
            )
        finally:
            real.docker("rm", "-f", container)


def test_only_stacks_of_ours_have_a_target(cli: Cli) -> None:
    """The commands that need one say so."""
    for words in (["status"], ["logs"], ["exec", "web", "--", "true"], ["images", "ls"]):
        assert cli(*words, code=2).err.startswith("error: Pulumi.dev.yaml: has no moorage: keys")
