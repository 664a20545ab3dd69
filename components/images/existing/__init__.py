"""An image that somebody else built, with its contract stated."""

from components.core.kinds import Kind
from components.images.existing.settings import ExistingSettings

kind = Kind(ExistingSettings, "components.images.existing.component:Existing", extra="docker")
