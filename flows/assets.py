"""The tables of the lake as assets of Prefect: which task made which, and when."""

from prefect.assets import Asset, AssetProperties

from parallax.lake.schema import TABLES


def assets(*names: str) -> list[Asset]:
    """Return the assets of some tables, or of the folder of pages (`reports`)."""
    return [
        Asset(
            key=f"parallax://lake/{name}",
            properties=AssetProperties(name=name, description=_about(name)),
        )
        for name in names
    ]


def _about(name: str) -> str:
    return (
        TABLES[name].about if name in TABLES else "The pages, their data, the index and the feeds."
    )
