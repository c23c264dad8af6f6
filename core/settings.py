"""All settings of Parallax, typed; defaults < ``parallax.toml`` < ``PARALLAX_…`` environment <
flags.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
    create_model,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from upath import UPath

from parallax.core.exchange_rates import exchange_rates
from parallax.core.files import Folder, folder
from parallax.core.ids import digest
from parallax.core.settings_sources import DELIMITER, PREFIX, Environment, toml_file

Language = Literal["uk", "ru", "en"]


def _place(given: object) -> Folder:
    if not isinstance(given, (str, Path, UPath)):
        raise ValueError(f"{given!r} is neither a folder nor a URL")
    return folder(given)


Place = Annotated[
    Folder,
    PlainValidator(_place),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "format": "path"}),
]
Share = Annotated[float, Field(ge=0, le=1)]


class Group(BaseModel):
    """Settings of one stage: it reads its own group and what its `SETTINGS` names, nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class GatherSettings(Group):
    """Which pages are read, and how."""

    outlets: Path | None = Field(
        None, description="outlet registry (TOML); the shipped one when not set"
    )
    gdelt_query: str = Field(
        "", description="query to GDELT for pages of registered outlets; none when empty"
    )
    contact: str = Field(
        "https://github.com/parallax-news",
        description="put into the User-Agent: who to write to",
    )
    timeout_seconds: float = Field(20, gt=0, description="limit of one whole request")
    max_page_bytes: int = Field(10_000_000, gt=0, description="a longer response is refused")
    page_seconds: float = Field(
        20,
        gt=0,
        description="limit of reading one page or list by the clock; its process is then killed",
    )
    page_megabytes: int = Field(
        500,
        ge=50,
        description="limit of the memory that reading one page takes beside the program's; pages "
        "of `max_page_bytes` took up to 300; kept on Linux only",
    )
    host_delay_seconds: float = Field(
        1.0, ge=0, description="pause between two requests to one host"
    )
    retries: int = Field(2, ge=0, le=10, description="further tries after a timeout, 429 or 5xx")
    host_failures: int = Field(
        3, ge=1, description="pages in a row without an answer before a host is left for this pass"
    )
    edition_pages: int = Field(
        300, ge=1, description="pages asked for in a pass over one edition; the rest the next time"
    )
    edition_seconds: float = Field(
        600, gt=0, description="seconds of a pass over one edition; what is left the next time"
    )
    http_cache: bool = Field(
        True, description="keep answers in the cache, so that an unchanged page costs a 304"
    )
    silent_passes: int = Field(
        8,
        ge=1,
        description="an edition that brings nothing this many gatherings in a row is silent",
    )
    robots: bool = Field(True, description="obey robots.txt")
    allow_private_addresses: bool = Field(False, description="fetch from the local network as well")
    host_map: dict[str, Annotated[str, Field(pattern=r"^\S+:[0-9]{1,5}$")]] = Field(
        default_factory=dict,
        description="host name to 'address:port', as curl's --resolve; trusted like a private "
        "address",
    )


class ClusterSettings(Group):
    """When articles are one story."""

    window_hours: float = Field(
        36, gt=0, description="articles further apart are not one story, siblings aside"
    )
    threshold: Share = Field(
        0.82,
        description="minimum probability that articles report one event, from which they are a "
        "story; a higher one makes fewer wrong stories, and more in two halves",
    )


class TranslateSettings(Group):
    """How sentences are translated."""

    argos_packages: Path | None = Field(
        None, description="folder of installed Argos packages; Argos' own when not set"
    )
    argos_batch_tokens: int = Field(
        1024, ge=64, description="tokens of sentences translated together"
    )
    argos_threads: int = Field(
        0, ge=0, description="batches translated side by side; 0 for one per core"
    )
    memories: tuple[Path, ...] = Field(
        (), description="TMX files read into the translation memory before each pass"
    )


class AlignSettings(Group):
    """Which sentences are aligned."""

    bead_probability: Share = Field(
        0.6,
        description="minimum probability of a bead: .6 finds most of what is right, .8 is "
        "precise, .1 takes everything; calibrated for each kind of text and pair of languages",
    )
    bead_table: Path | None = Field(
        None, description="bead scorer trained for another encoder; the shipped one when not set"
    )
    boilerplate_articles: int = Field(
        3, ge=2, description="a sentence in this many articles of an edition is boilerplate"
    )


class CompareSettings(Group):
    """How numbers and wording are compared."""

    rates: Annotated[dict[str, float], AfterValidator(exchange_rates)] = Field(
        default_factory=dict, description="exchange rates to compare sums with: {'USD/UAH': 41.5}"
    )
    update_after_minutes: float = Field(
        60,
        ge=0,
        description="a larger cumulative figure at least this much later is an update, not a "
        "conflict",
    )


class ReportSettings(Group):
    """How pages are written."""

    site_url: str = Field(
        "",
        description="where the folder of pages is served, for the links of the feeds; relative "
        "links when empty",
    )


class RunnerSettings(Group):
    """Where the batches of heavy stages run. No row depends on these."""

    kind: Literal["threads", "processes", "dask", "ray"] = Field(
        "threads", description="task runner of Prefect"
    )
    workers: int = Field(0, ge=0, description="batches run side by side; 0 for one per core")
    address: str = Field(
        "",
        description="Dask scheduler or Ray cluster; one on this machine, for the length of a "
        "stage, when empty",
    )
    batch_stories: int = Field(
        16, ge=1, description="stories of a batch: the unit of work, and the most a kill costs"
    )


class TimeLimitSettings(Group):
    """How long a run may take before it ends as `TimedOut`; 0 is no limit. The next one goes on."""

    gather_minutes: float = Field(60, ge=0, description="gathering, alone or in a pass")
    stage_minutes: float = Field(180, ge=0, description="one stage after gathering")
    pass_minutes: float = Field(360, ge=0, description="a whole pass")
    backfill_minutes: float = Field(2880, ge=0, description="a backfill by dates")


class Settings(BaseSettings):
    """All settings; a flow takes this object as its parameter.

    In the environment the group and the name are joined by two underscores:
    ``PARALLAX_GATHER__TIMEOUT_SECONDS=30``; in ``parallax.toml`` a group is a table. A list or a
    table is JSON in the environment: ``PARALLAX_COMPARE__RATES='{"USD/UAH": 41}'``. A variable that
    is empty is not set; one that begins with ``PARALLAX_`` and is not a setting is refused.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter=DELIMITER,
        env_ignore_empty=True,
        toml_file="parallax.toml",
        extra="forbid",
        frozen=True,
    )

    lake: Place = Field(
        Path("data/lake"),
        description="folder of tables, raw responses and reports, or an fsspec URL "
        "(s3://bucket/lake)",
    )
    cache: Path | None = Field(
        None,
        description="local folder of what may be deleted: HTTP answers, vectors, parses; the "
        "lake's own when not set",
    )
    pass_wait_seconds: float = Field(
        600, ge=0, description="how long a pass waits for another one on the same lake"
    )
    target_language: Language = Field(
        "en", description="the language of readers: translations go into it"
    )
    encoder: str = Field(
        "embedded", description="'embedded', or a SentenceTransformer name on the hub or a path"
    )

    gather: GatherSettings = Field(default_factory=GatherSettings)
    cluster: ClusterSettings = Field(default_factory=ClusterSettings)
    translate: TranslateSettings = Field(default_factory=TranslateSettings)
    align: AlignSettings = Field(default_factory=AlignSettings)
    compare: CompareSettings = Field(default_factory=CompareSettings)
    report: ReportSettings = Field(default_factory=ReportSettings)
    runner: RunnerSettings = Field(default_factory=RunnerSettings)
    time_limits: TimeLimitSettings = Field(default_factory=TimeLimitSettings)

    def changed(self, **changes: Any) -> Settings:
        """Return a copy with some settings changed; a group takes a dict of its own.

        >>> Settings().changed(align={"bead_probability": 0.6}).align.bead_probability
        0.6

        :raises pydantic.ValidationError: when there is no such setting, or a value is wrong.
        """
        given = {
            name: {**group.model_dump(), **value}
            if isinstance(group := getattr(self, name, None), Group) and isinstance(value, dict)
            else value
            for name, value in changes.items()
        }
        checked = _fields_only(type(self)).model_validate(given)
        return self.model_copy(update={name: getattr(checked, name) for name in given})

    @property
    def cache_folder(self) -> Path:
        """Where to keep what may be deleted: in the lake where that is local, beside the program
        where it is not.
        """
        if self.cache is not None:
            return self.cache
        return (
            self.lake
            if isinstance(self.lake, Path)
            else Path("data") / "cache" / digest(str(self.lake))[:8]
        )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read flags first, then the environment, then the file in the working folder; no other
        source.
        """
        del env_settings, dotenv_settings, file_secret_settings
        return init_settings, Environment(settings_cls), toml_file(settings_cls)


@cache
def _fields_only(settings: type[Settings]) -> type[BaseModel]:
    """Return a model with the same fields that reads neither the environment nor a file."""
    fields: dict[str, Any] = {
        name: (field.annotation, field) for name, field in settings.model_fields.items()
    }
    return create_model("Changes", __config__=ConfigDict(extra="forbid"), **fields)
