"""The how-to page does what it says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.docs import page

_PAGE = Path(__file__).parents[2] / "docs/howto/test-a-component.md"


def test_the_example_passes(tmp_path: Path) -> None:
    """The page's two files, in a folder of their own, are tests that pass."""
    written = [step for step in page.steps(_PAGE) if isinstance(step, page.Write)]
    for each in written:
        (tmp_path / each.path).write_text(each.text)
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert [each.path for each in written] == ["conftest.py", "test_site.py"]
    assert "2 passed" in done.stdout, done.stdout
