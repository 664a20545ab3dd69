"""Commands over SSH, run by a real sshd: results, environment, who is let in, what is said of a host that is not."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from moorage.engine import marks, values
from moorage.engine.providers import protocol
from moorage.engine.providers.command import package
from tests.engine.providers.command import sshd

REMOTE = "command:remote:Command"


@dataclass
class Call:
    """The provider, what it logged and what it showed."""

    provider: package.Command = field(default_factory=package.Command)
    logged: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    shown: list[str] = field(default_factory=list[str])

    def context(self, **more: Any) -> protocol.Context:
        """Return the context of a call."""
        return protocol.Context("urn", REMOTE, "job", log=self.log, status=self.shown.append, **more)

    def log(self, severity: str, text: str) -> None:
        """Keep a line for the user."""
        self.logged.append((severity, text))

    def checked(self, **given: Any) -> values.Values:
        """Return checked inputs as effects get them."""
        checked = self.provider.check(self.context(), {}, given)
        assert checked.failures == []
        return marks.strip(checked.inputs)

    def create(self, connection: dict[str, Any], command: str, **more: Any) -> values.Values:
        """Run a command; return the outputs."""
        inputs = self.checked(connection=connection, create=command, **more)
        return self.provider.create(self.context(), inputs)[1]


@pytest.fixture
def call() -> Call:
    """Return a call of its own for each test."""
    return Call()


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[sshd.Server, sshd.Server]]:
    """Return two servers, each with a key of its own."""
    folder = tmp_path_factory.mktemp("sshd")
    with sshd.serve(folder / "one") as one, sshd.serve(folder / "other") as other:
        yield one, other


@pytest.fixture
def server(servers: tuple[sshd.Server, sshd.Server]) -> sshd.Server:
    """Return the first of them."""
    return servers[0]


def test_a_command_reads_its_input_and_its_outputs_are_recorded(call: Call, server: sshd.Server) -> None:
    """Both streams are recorded without their last newline, input of any length is read, each line is shown."""
    outputs = call.create(server.connection(), "wc -c; echo err >&2", stdin="x" * 3_000_000)
    assert (outputs["stdout"], outputs["stderr"]) == ("3000000", "err")
    assert sorted(call.shown) == ["3000000", "err"]


@pytest.mark.parametrize(("logging", "shown"), [("none", []), ("stderr", ["b"])])
def test_logging_says_which_stream_is_shown(call: Call, server: sshd.Server, logging: str, shown: list[str]) -> None:
    """What is not to be logged is recorded all the same."""
    outputs = call.create(server.connection(), "echo a; echo b >&2", logging=logging)
    assert (outputs["stdout"], call.shown) == ("a", shown)


def test_a_given_variable_reaches_the_command(call: Call, server: sshd.Server) -> None:
    """A variable that the server accepts is in the environment."""
    assert call.create(server.connection(), "echo $GIVEN", environment={"GIVEN": "1"})["stdout"] == "1"


def test_a_given_variable_that_the_server_refuses_is_an_error(call: Call, server: sshd.Server) -> None:
    """The command is not run without a variable that it was to have."""
    with pytest.raises(protocol.ProviderError, match=r"does not take the environment variable OTHER; .* AcceptEnv"):
        call.create(server.connection(), "touch never", environment={"GIVEN": "1", "OTHER": "2"})


def test_outputs_of_the_run_before_are_offered_and_a_refused_one_is_a_warning(call: Call, server: sshd.Server) -> None:
    """The server takes one of the two variables and refuses the other: the command runs, one warning says so."""
    new = call.checked(connection=server.connection(), update="echo $PULUMI_COMMAND_STDOUT-$PULUMI_COMMAND_STDERR")
    outputs = call.provider.update(call.context(), "id", {}, {"stdout": "o", "stderr": "e"}, new)
    assert outputs["stdout"] == "o-"
    [(severity, text)] = call.logged
    assert severity == "warning"
    assert text.startswith("the server does not take the environment variable PULUMI_COMMAND_STDERR;")


def test_deleting_runs_delete_with_the_recorded_connection(call: Call, server: sshd.Server, tmp_path: Path) -> None:
    """The connection of the outputs is used."""
    mark = tmp_path / "mark"
    inputs = call.checked(connection=server.connection(), delete=f"touch {mark}")
    call.provider.delete(call.context(), "id", inputs, {**inputs, "stdout": "", "stderr": ""})
    assert mark.exists()


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("echo a; exit 3", 'Process exited with status 3: running "echo a; exit 3":\na\n'),
        ("kill -9 $$", 'a signal or a lost connection ended it: running "kill -9 $$":\n'),
    ],
)
def test_a_failing_command_tells_its_end_and_its_output(
    call: Call, server: sshd.Server, command: str, text: str
) -> None:
    """The text is the real provider's; of a signal the library keeps no name."""
    with pytest.raises(protocol.ProviderError) as error:
        call.create(server.connection(), command)
    assert str(error.value) == text


def test_a_command_ends_at_its_time_out(call: Call, server: sshd.Server) -> None:
    """What takes too long is an error that says so."""
    inputs = call.checked(connection=server.connection(), create="sleep 60")
    with pytest.raises(protocol.ProviderError, match=r"^timed out after 0\.5 s: running"):
        call.provider.create(call.context(timeout=0.5), inputs)


def test_a_host_with_the_pinned_key_is_trusted_and_another_is_not(
    call: Call, servers: tuple[sshd.Server, sshd.Server]
) -> None:
    """The command runs on the host whose key was given, and not on one with another."""
    one, other = servers
    assert call.create(one.connection(hostKey=one.host_key), "echo in")["stdout"] == "in"
    with pytest.raises(protocol.ProviderError, match="the host shows another key than hostKey"):
        call.create(one.connection(hostKey=other.host_key, dialErrorLimit=0), "touch never")


def test_a_host_is_reached_through_a_proxy(call: Call, servers: tuple[sshd.Server, sshd.Server]) -> None:
    """The proxy lets in by a key of its own, and the command sees a connection from there."""
    one, proxy = servers
    outputs = call.create(one.connection(proxy=proxy.connection()), "echo $SSH_CONNECTION")
    assert outputs["stdout"].split()[3] == str(one.port)
    wrong = proxy.connection(privateKey=one.key, dialErrorLimit=0)
    with pytest.raises(protocol.ProviderError, match=f"^ssh .*:{proxy.port}: after 0 failed attempts: Authentication"):
        call.create(one.connection(proxy=wrong), "touch never")


def test_the_keys_of_an_agent_let_in(call: Call, server: sshd.Server, tmp_path: Path) -> None:
    """Without a key of its own, a connection asks the agent that it names."""
    path = tmp_path / "agent"
    with subprocess.Popen([sshd.AGENT, "-D", "-a", str(path)], stdout=subprocess.DEVNULL) as agent:
        try:
            while not path.exists():
                assert agent.poll() is None
            adding = {"SSH_AUTH_SOCK": str(path), "PATH": "/usr/bin"}
            subprocess.run(["ssh-add", "-q", str(server.folder / "user")], env=adding, check=True)
            connection = server.connection(agentSocketPath=str(path))
            del connection["privateKey"]
            assert call.create(connection, "echo in")["stdout"] == "in"
        finally:
            agent.terminate()


def test_what_does_not_answer_is_tried_again_and_then_named(call: Call) -> None:
    """`dialErrorLimit` tries are told one by one; the error names user, host and port."""
    connection = {"host": "127.0.0.1", "port": 1, "dialErrorLimit": 2, "password": "x"}
    with pytest.raises(protocol.ProviderError) as error:
        call.create(connection, "echo")
    assert str(error.value) == "ssh root@127.0.0.1:1: after 2 failed attempts: Connection refused"
    assert call.shown == ["Dial 1/2 failed: retrying", "Dial 2/2 failed: retrying"]
