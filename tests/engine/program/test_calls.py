"""Function calls that fail, packages by reference, and where plugins come from. As seen with the Pulumi CLI."""

from __future__ import annotations

from tests.engine.core import stage as stages


def test_a_call_that_fails_is_the_programs_to_handle(stage: stages.Stage) -> None:
    """The program gets an exception with the provider's words, and the run goes on."""
    stage.cloud.broken["invoke", "test:index:look"] = ValueError("odd")
    outcome = stage.up("""
    try:
        pulumi.runtime.invoke("test:index:look", {})
    except Exception as error:
        print(error)
    Thing("a")
    """)
    assert outcome.ok, stage.errors
    said = "invocation of test:index:look returned an error: ValueError: odd"
    assert stage.said("info") == [f"invoke of test:index:look failed: {said}"]
    assert "a" in stage.rows


REGISTER = """
    from pulumi.runtime.proto import resource_pb2 as pb

    monitor = pulumi.runtime.settings.get_monitor()
    def register(**fields):
        return monitor.RegisterPackage(pb.RegisterPackageRequest(name="test", **fields)).ref
"""


def test_a_package_by_reference(stage: stages.Stage) -> None:
    """The same package has one reference, and what asks by it gets that version's default provider."""
    outcome = stage.up(f"""{REGISTER}
    first, again, other = register(version="2.0.0"), register(version="2.0.0"), register(version="3.0.0")
    assert first == again != other

    class ByReference(pulumi.CustomResource):
        def __init__(self, name, ref):
            super().__init__("test:index:Thing", name, {{}}, package_ref=ref)

    async def given(ref):
        return ref

    ByReference("a", given(first))
    ByReference("b", given(other))
    """)
    assert outcome.ok, stage.errors
    providers = [stage.row(name).provider.rpartition("::")[0].rpartition("::")[2] for name in "ab"]
    assert providers == ["default_2_0_0", "default_3_0_0"]


def test_a_package_made_by_parameters_is_refused(stage: stages.Stage) -> None:
    """One line names it and the plugin that makes it."""
    outcome = stage.up(f"""{REGISTER}
    register(version="1.0.0", parameterization=pb.Parameterization(name="other", version="1.0.0", value=b"x"))
    """)
    assert not outcome.ok
    assert stage.errors == [
        "package other: the embedded engine does not support parameterized packages (other is made by plugin test)"
    ]


def test_where_a_plugin_comes_from_is_recorded(stage: stages.Stage) -> None:
    """A download address is part of the provider's name and of its inputs."""
    outcome = stage.up('Thing("a", Options(version="1.0.0", plugin_download_url="https://example.org/x/"))')
    assert outcome.ok, stage.errors
    recorded = next(row for name, row in stage.rows.items() if name.startswith("default"))
    assert recorded.urn.endswith("::default_1_0_0_https_/example.org/x")
    assert recorded.inputs == {
        "__internal": {"pluginDownloadURL": "https://example.org/x"},
        "version": "1.0.0",
    }


def test_hidden_differences_are_recorded(stage: stages.Stage) -> None:
    """The paths stay with the resource."""
    assert stage.up('Thing("a", Options(hide_diffs=["size"]), size=1)').ok
    assert stage.row("a").hide_diff == ["size"]


def test_the_root_resource(stage: stages.Stage) -> None:
    """What a program sets as its root is what it then gets."""
    outcome = stage.up("""
    from pulumi.runtime.proto import engine_pb2 as pb
    engine = pulumi.runtime.settings.get_engine()
    engine.SetRootResource(pb.SetRootResourceRequest(urn="urn:pulumi:dev::stage::a:b:C::c"))
    print(engine.GetRootResource(pb.GetRootResourceRequest()).urn)
    """)
    assert outcome.ok, stage.errors
    assert stage.said("info") == ["urn:pulumi:dev::stage::a:b:C::c"]


def test_what_depends_on_a_failed_reading_is_left_out(stage: stages.Stage) -> None:
    """The program hears that the reading failed; what does not depend on it is created, where the run goes on."""
    stage.options = {"continue_on_error": True}
    outcome = stage.up("""
    found = Thing("found", Options(id="absent"))
    Thing("a", size=found.serial)
    Thing("b")
    """)
    assert not outcome.ok
    assert stage.errors == ["resource 'absent' does not exist"]
    assert [name in stage.rows for name in ("a", "b")] == [False, True]
