"""Doctor: what a deployment needs of this machine, and whether it is there."""

from __future__ import annotations

from collections.abc import Callable

from components.core.operations import Finding, NotAllowedError, OperationError
from moorage.cli.doctor import bases, deployer, python, targets
from moorage.cli.session import Session


def check(session: Session) -> list[Finding]:
    """Return every finding; nothing is changed."""
    return [*python.check(session), *targets.check(session), *bases.check(session), *deployer.check(session)]


def run(session: Session, say: Callable[[str], None]) -> list[Finding]:
    """Bring up what is missing where this user may, and return every finding: what was missing before is `fixed`.

    What could not be mended stays `missing`, with its commands.
    """
    before = check(session)
    if all(finding.state == "ok" for finding in before):
        return before
    try:
        targets.fix(session, say)
    except NotAllowedError:
        pass  # the findings say who may, and how
    except OperationError as error:
        say(str(error))
    missing = {finding.subject for finding in before if finding.state == "missing"}
    return [
        Finding(finding.subject, "fixed", finding.found)
        if finding.state == "ok" and finding.subject in missing
        else finding
        for finding in check(session)
    ]
