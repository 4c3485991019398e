"""Renews the names and shapes of torchvision's tensors in tests/reference.

``python -m tests.torchvision.tensors``, in the environment of `make test-torchvision`.
"""

import gzip
import json

from torchvision import models

from tests.networks import REFERENCE
from tests.torchvision.jobs import twin

TRANSFORMERS = ("maxvit", "mvit", "swin", "vit")  # which no spec has
MODULES = (models, models.segmentation, models.video)


def main() -> None:
    """Write the file."""
    names = sorted(name for one in MODULES for name in models.list_models(module=one))
    found = {
        name: {
            key: list(value.shape)
            for key, value in twin(name).state_dict().items()
            if not key.endswith(".num_batches_tracked")
        }
        for name in names
        if not name.startswith(TRANSFORMERS)
    }
    text = json.dumps(found, separators=(",", ":"))
    path = REFERENCE / "torchvision_tensors.json.gz"
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{path.name}: {len(found)} networks")


if __name__ == "__main__":
    main()
