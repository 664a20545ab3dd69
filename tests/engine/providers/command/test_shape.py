"""The properties of a command are the SDK's, each one; what is refused is refused by name."""

from __future__ import annotations

import pytest
from pulumi_command import local, remote

from moorage.engine import values
from moorage.engine.providers import command, protocol, shapes
from moorage.engine.providers.command import shape
from tests.engine.providers.docker import sdk

CONTEXT = protocol.Context("urn:pulumi:dev::p::command:local:Command::job", "command:local:Command", "job")


@pytest.mark.parametrize(
    ("record", "arguments"),
    [
        (shape.LOCAL, local.CommandArgs),
        (shape.REMOTE, remote.CommandArgs),
        (shape.COPY_TO_REMOTE, remote.CopyToRemoteArgs),
        (shape.COPY_FILE, remote.CopyFileArgs),
        (shape.CONNECTION, remote.ConnectionArgs),
        (shape.PROXY, remote.ProxyConnectionArgs),
    ],
)
def test_the_inputs_are_the_sdks(record: shapes.Record, arguments: type) -> None:
    """Every input of the SDK's classes has a place, and nothing else has."""
    assert set(record.fields) == set(sdk.names(arguments))


def test_the_arguments_of_run_are_the_sdks() -> None:
    """Every argument of the SDK's function has a place: its result repeats them beside the four results."""
    results = {"stdout", "stderr", "assets", "archive"}
    assert set(shape.RUN.fields) == set(sdk.names(local.RunResult)) - results


@pytest.mark.parametrize(
    ("inputs", "failures"),
    [
        ({"create": "true", "triggers": [1, {"a": "b"}], "environment": {"A": "1"}}, []),
        ({"create": values.UNKNOWN, "dir": values.UNKNOWN, "stdin": None}, []),
        ({"creat": "true"}, [("creat", "unknown property; did you mean create")]),
        ({"create": 1}, [("create", "must be a string, not a number")]),
        ({"environment": {"A": 1}}, [("environment.A", "must be a string, not a number")]),
        ({"triggers": "x"}, [("triggers", "must be a list, not a string")]),
        ({"logging": "all"}, [("logging", "'all' is none of stdout, stderr, stdoutAndStderr, none")]),
        ({"assetPaths": ["*"], "archivePaths": []}, []),
    ],
)
def test_check(inputs: values.Values, failures: list[tuple[str, str]]) -> None:
    """A wrong input is named with its path, what is wrong, and what is allowed or nearest."""
    found = command.provider().check(CONTEXT, {}, inputs).failures
    assert [(one.property, one.reason) for one in found] == failures


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, [("connection", "required, and not set")]),
        ({"connection": {"user": "u"}}, [("connection.host", "required, and not set")]),
        ({"connection": {"host": "h", "prot": 1}}, [("connection.prot", "unknown property; did you mean port")]),
        ({"connection": {"host": "h", "port": "22"}}, [("connection.port", "must be an integer, not a string")]),
        ({"connection": {"host": "h"}, "source": "x"}, [("source", "must be an asset or an archive, not a string")]),
    ],
)
def test_a_wrong_connection_or_source_is_named(given: values.Values, wrong: list[tuple[str, str]]) -> None:
    """Inside the connection too, each path is told."""
    context = protocol.Context("urn", "command:remote:CopyToRemote", "copy")
    source: values.Values = {"source": values.Asset(text="x"), "remotePath": "/x"}
    found = command.provider().check(context, {}, {**source, **given}).failures
    assert [(one.property, one.reason) for one in found] == wrong


def test_a_connection_is_completed_and_secret() -> None:
    """Recorded from pulumi-command 1.2.1: the defaults, all of it secret, and the keys in it once more."""
    given = {"host": "h", "password": "p", "proxy": {"host": "j", "port": 23}}
    context = protocol.Context("urn", "command:remote:Command", "job")
    defaults = {"user": "root", "dialErrorLimit": 10, "perDialTimeout": 15}
    proxy = {"host": "j", "port": 23, **defaults}
    assert command.provider().check(context, {}, {"connection": given}).inputs == {
        "connection": values.Secret(
            {"host": "h", "port": 22, **defaults, "password": values.Secret("p"), "proxy": proxy}
        )
    }


def test_an_unknown_connection_stays_unknown() -> None:
    """What only an effect tells is not completed before."""
    context = protocol.Context("urn", "command:remote:Command", "job")
    found = command.provider().check(context, {}, {"connection": values.UNKNOWN})
    assert (found.inputs, found.failures) == ({"connection": values.Secret(values.UNKNOWN)}, [])


def test_another_resource_is_refused_by_name() -> None:
    """A type of the real package that this one does not have is one line with the nearest that it has."""
    context = protocol.Context("urn", "command:remote:Comand", "job")
    with pytest.raises(protocol.ProviderError) as error:
        command.provider().check(context, {}, {})
    assert str(error.value) == "command:remote:Comand: unknown resource; did you mean command:remote:Command"


def test_the_package_has_no_configuration() -> None:
    """Only the keys that engine and SDK add themselves pass."""
    found = command.provider().check_config({"version": "1.2.1", "__internal": {}, "host": "x"})
    assert [(one.property, one.reason) for one in found.failures] == [("host", "unknown property; there is none")]


def test_outputs_are_secret_as_inputs_are() -> None:
    """The keys in a connection once more: so the real provider compares them with its own."""
    context = protocol.Context("urn", "command:remote:Command", "job", preview=True)
    connection = {"host": "h", "port": 22, "user": "root", "dialErrorLimit": 10, "perDialTimeout": 15}
    plain = {"connection": {**connection, "privateKey": "k"}}
    marked = {"connection": values.Secret({**connection, "privateKey": values.Secret("k")})}
    unknown = dict.fromkeys(("stdout", "stderr"), values.UNKNOWN)
    assert command.provider().read(context, "id", plain, plain) == ("id", marked, marked)
    assert command.provider().create(context, plain)[1] == {**marked, **unknown}
    assert command.provider().update(context, "id", plain, {**plain, "stdout": "o", "stderr": ""}, plain) == {
        **marked,
        "stdout": "o",
        "stderr": "",
    }
