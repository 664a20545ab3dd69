"""A Python application as an image, without a Dockerfile of its own."""

from components.core.kinds import Kind
from components.images.python.settings import PythonSettings

kind = Kind(PythonSettings, "components.images.python.component:Python", extra="docker")
