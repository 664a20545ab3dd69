"""One resource as the state records it: the fields of Pulumi's checkpoint (`apitype.ResourceV3`)."""

from __future__ import annotations

from dataclasses import dataclass, field

from moorage.engine.values import Value, Values


@dataclass
class Resource:
    """A row of the checkpoint. `inputs` and `outputs` are engine values (see `values`), decrypted."""

    urn: str
    type: str
    custom: bool
    id: str = ""
    parent: str = ""
    inputs: Values = field(default_factory=dict[str, object])
    outputs: Values = field(default_factory=dict[str, object])
    provider: str = ""
    """`<provider urn>::<provider id>`, empty for components and providers themselves."""
    dependencies: list[str] = field(default_factory=list[str])
    property_dependencies: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    protect: bool = False
    external: bool = False
    delete: bool = False
    """Replaced already; only its delete is still to do."""
    retain_on_delete: bool = False
    pending_replacement: bool = False
    init_errors: list[str] = field(default_factory=list[str])
    additional_secret_outputs: list[str] = field(default_factory=list[str])
    aliases: list[str] = field(default_factory=list[str])
    ignore_changes: list[str] = field(default_factory=list[str])
    replace_on_changes: list[str] = field(default_factory=list[str])
    hide_diff: list[str] = field(default_factory=list[str])
    replace_with: list[str] = field(default_factory=list[str])
    """URNs: replaced whenever one of them is."""
    replacement_trigger: Value = None
    """Replaced whenever this changes; None: there is none."""
    refresh_before_update: bool = False
    """Its provider wants it read anew before each decision about it."""
    taint: bool = False
    """Replaced by the next update, whatever its diff says."""
    custom_timeouts: dict[str, float] = field(default_factory=dict[str, float])
    """Seconds, under `create`, `update`, `delete`, `read`."""
    deleted_with: str = ""
    hooks: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """Names of hooks, under `BeforeCreate`, `AfterDelete`, `OnError` and so on."""
    import_id: str = ""
    created: str = ""
    """RFC 3339, UTC."""
    modified: str = ""
    extra: Values = field(default_factory=dict[str, object])
    """Further fields of the row, by their JSON names, that this engine only carries along (`sourcePosition`, ...)."""


@dataclass
class Operation:
    """An effect that was started and of which no result is recorded yet; `type` is creating, updating, ..."""

    resource: Resource
    type: str
