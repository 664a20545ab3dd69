"""Tests of components: deployed by the embedded engine to providers in memory, without account, daemon or process.

`pytest_plugins = ["moorage.testing.plugin"]` in a conftest.py brings the fixture `deploy`; see `deployment.Deploy`.
"""
