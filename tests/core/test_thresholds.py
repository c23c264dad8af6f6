from dataclasses import dataclass
from typing import Annotated

from parallax.core.thresholds import Threshold, registered, thresholds


@thresholds("test", chosen="by hand")
@dataclass(frozen=True)
class Weights:
    far: Annotated[int, "words between the two"] = 3
    odds: Annotated[float, "odds of a match", "counted on the sample world"] = 0.5


def test_a_registered_class_is_listed_field_by_field():
    assert [row for row in registered(["parallax.core"]) if row.stage == "test"] == [
        Threshold("test", "Weights", "far", 3, "words between the two", "by hand"),
        Threshold("test", "Weights", "odds", 0.5, "odds of a match", "counted on the sample world"),
    ]
