"""References inside a stack lead somewhere, or one line says which does not."""

from __future__ import annotations

from typing import Any

import pytest

from components.core.contract import ContractSettings
from components.core.errors import SettingsError
from components.images.python.settings import PythonSettings
from components.workloads import coherence
from components.workloads.settings import Workload

SHOP = ContractSettings.model_validate(
    {
        "uid": 10001,
        "ports": {"http": 8080},
        "checks": {"web": {"http": {"port": "http"}}},
        "writable": ["/tmp"],
    }
)
BARE = ContractSettings(uid=10001)


def workload(**given: Any) -> Workload:
    """Return a service of image `shop`, with what is given instead."""
    return Workload.model_validate({"kind": "service", "image": "shop"} | given)


def check(**specs: Workload) -> None:
    """Check a stack of these workloads, two images and one secret."""
    coherence.check(specs, {"shop": SHOP, "bare": BARE}, ["password"])


def test_a_coherent_stack_passes() -> None:
    """Images, ports, checks, secrets and workloads that exist are accepted."""
    check(
        database=workload(volumes={"data": {"path": "/data"}}),
        migrate=workload(kind="job", uses=["database"], secrets=["password"]),
        web=workload(uses=["database"], after=["migrate"], expose={"port": "http", "host_port": 8080}, check="web"),
    )


@pytest.mark.parametrize(
    ("specs", "line"),
    [
        ({"web": {"image": "shp"}}, "workloads.web.image: 'shp' is not an image of this stack; did you mean shop"),
        ({"web": {"uses": ["db"]}}, "workloads.web.uses: 'db' is not another workload of this stack"),
        ({"web": {"uses": ["web"]}}, "workloads.web.uses: 'web' is not another workload of this stack"),
        ({"web": {"after": ["x"]}}, "workloads.web.after: 'x' is not another workload"),
        ({"web": {"secrets": ["pasword"]}}, "'pasword' is not a secret of this stack; did you mean password"),
        (
            {"web": {"expose": {"port": "https", "host_port": 1}}},
            "workloads.web.expose.port: 'https' is not a port of image",
        ),
        ({"web": {"check": "wbe"}}, "workloads.web.check: 'wbe' is not a check of image shop; did you mean web"),
        (
            {"web": {"secrets": ["password"], "environment": {"PASSWORD_FILE": "/x"}}},
            "workloads.web.environment.PASSWORD_FILE: is set by the secret 'password'",
        ),
        (
            {"web": {"secrets": ["password"], "volumes": {"s": {"path": "/run/secrets"}}}},
            "workloads.web.volumes.s.path: /run/secrets is already where secrets are",
        ),
        ({"web": {"image": "bare"}}, "workloads.web.check: a service needs a check, and image bare has none"),
        ({"web": {"volumes": {"t": {"path": "/tmp"}}}}, "/tmp is already a writable directory of the image"),
        (
            {"web": {"volumes": {"a": {"path": "/d"}, "b": {"path": "/d"}}}},
            "workloads.web.volumes.b.path: /d is already volume a",
        ),
        (
            {"a": {"volumes": {"d": {"path": "/d"}}}, "b": {"volumes": {"d": {"path": "/d"}}}},
            "workloads.b.volumes.d: already owned by workload a",
        ),
        (
            {"a": {"expose": {"port": "http", "host_port": 80}}, "b": {"expose": {"port": "http", "host_port": 80}}},
            "workloads.b.expose.host_port: port 80 is already taken by workload a",
        ),
        ({"a": {"replicas": 3}, "a-3": {}}, "workloads.a-3: is the name of a replica of a; choose another"),
        ({"edge-80": {}}, "workloads.edge-80: edge-<n> is the name of what publishes a port; choose another"),
        (
            {"web": {}, "db": {"volumes": {"web-proxy": {"path": "/d"}}}},
            "workloads.db.volumes.web-proxy: is the name of a volume of the proxy of web, which is its alone",
        ),
        (
            {"web": {"volumes": {"edge-443": {"path": "/d"}}}},
            "workloads.web.volumes.edge-443: is the name of a volume of what publishes a port, which is its alone",
        ),
        ({"a": {"after": ["b"]}, "b": {"after": ["a"]}}, "waits for itself: "),
        ({"web": {"uses": ["job"]}, "job": {"kind": "job"}}, "workloads.web.uses: 'job' is a job and does not listen"),
    ],
)
def test_what_leads_nowhere_is_named(specs: dict[str, dict[str, Any]], line: str) -> None:
    """The path of the reference, what is wrong with it, and what there is."""
    with pytest.raises(SettingsError) as caught:
        check(**{name: workload(**given) for name, given in specs.items()})
    assert line in str(caught.value)


def test_a_generated_secret_opens_no_kept_data() -> None:
    """Its value would be lost with the stack while the data stays."""
    specs = {"database": workload(secrets=["password"], volumes={"data": {"path": "/data", "keep": True}})}
    with pytest.raises(SettingsError, match=r"^workloads\.database\.secrets: 'password' is generated and ends with"):
        coherence.check(specs, {"shop": SHOP}, ["password"], ["password"])
    coherence.check(specs, {"shop": SHOP}, ["password"])


def test_order_puts_each_after_what_it_needs() -> None:
    """Workloads come after those they use or follow, and keep the written order otherwise."""
    specs = {
        "web": workload(uses=["database"], after=["migrate"]),
        "migrate": workload(kind="job", uses=["database"]),
        "database": workload(),
    }
    assert coherence.order(specs) == ["database", "migrate", "web"]


def test_a_volume_is_mounted_where_the_process_can_write() -> None:
    """An image of ours says which directories belong to its process; of a foreign one that is not known."""
    said = PythonSettings.model_validate(
        {"source": "x", "command": ["x"], "checks": {"a": {"command": ["x"]}}, "volumes": ["/data"]}
    )
    coherence.check({"web": workload(volumes={"data": {"path": "/data"}})}, {"shop": said}, [])
    with pytest.raises(
        SettingsError, match=r"^workloads\.web\.volumes\.data\.path: nothing could be written to it; let image shop say"
    ):
        coherence.check({"web": workload(volumes={"data": {"path": "/dta"}})}, {"shop": said}, [])
