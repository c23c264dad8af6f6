"""All settings of Parallax, typed; defaults < ``parallax.toml`` < ``PARALLAX_…`` environment < flags."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from core.files import Folder, folder
from core.ids import digest

Language = Literal["uk", "ru", "en"]
Place = Annotated[
    Folder, PlainValidator(folder), PlainSerializer(str, return_type=str), WithJsonSchema({"type": "string", "format": "path"}),
]
Share = Annotated[float, Field(ge=0, le=1)]


class Settings(BaseSettings):
    """One object for the whole program; a flow takes it as its parameter."""

    model_config = SettingsConfigDict(env_prefix="PARALLAX_", toml_file="parallax.toml", extra="forbid", frozen=True)

    lake: Place = Field(Path("data/lake"), description="folder of tables, raw responses and reports, or an fsspec URL (s3://bucket/lake)")
    pass_wait_seconds: float = Field(600, ge=0, description="how long a pass waits for another one on the same lake before it gives up")
    cache: Path | None = Field(None, description="local folder of what may be deleted: HTTP answers, vectors; the lake's own when not set")
    outlets: Path | None = Field(None, description="outlet registry (TOML); the shipped one when not set")
    target_language: Language = Field("en", description="the language readers know: translations go into it")

    encoder: str = Field("embedded", description="'embedded', or a SentenceTransformer name on the hub or a path")
    argos_packages: Path | None = Field(None, description="folder of installed Argos packages; Argos' own when not set")
    argos_beam: int = Field(4, ge=1, le=16, description="beam size of translation; 4 is Argos' own")
    argos_batch_tokens: int = Field(1024, ge=64, description="tokens of sentences translated together")
    argos_threads: int = Field(0, ge=0, description="batches translated side by side; 0 for as many as there are cores")
    memories: tuple[Path, ...] = Field((), description="TMX files read into the translation memory before each pass")

    site_url: str = Field("", description="where the folder of pages is served, for the links of the feeds; relative links when empty")
    gdelt_query: str = Field("", description="what to ask GDELT for besides the feeds, of registered outlets; nothing when empty")
    contact: str = Field("https://github.com/parallax-news", description="put into the User-Agent: who to write to")
    timeout_seconds: float = Field(20, gt=0, description="limit of one whole request")
    max_page_bytes: int = Field(10_000_000, gt=0, description="a longer response is refused")
    host_delay_seconds: float = Field(1.0, ge=0, description="pause between two requests to one host")
    retries: int = Field(2, ge=0, le=10, description="further tries after a timeout, 429 or 5xx")
    http_cache: bool = Field(True, description="keep answers in the lake, so that what has not changed costs a 304")
    robots: bool = Field(True, description="obey robots.txt")
    allow_private_addresses: bool = Field(False, description="fetch from the local network as well")
    host_map: dict[str, str] = Field(
        default_factory=dict, description="host name to 'address:port', as curl's --resolve; trusted like a private address"
    )

    task_runner: Literal["threads", "processes", "dask", "ray"] = Field("threads", description="where the batches of heavy stages are done")
    workers: int = Field(0, ge=0, description="batches done side by side; 0 for as many as there are cores")
    runner_address: str = Field("", description="Dask scheduler or Ray cluster; one on this machine, for the length of a stage, when empty")
    batch_stories: int = Field(16, ge=1, description="stories of a batch: what a worker does at a time, and what a kill costs at most")

    story_window_hours: float = Field(36, gt=0, description="articles further apart are not one story, siblings aside")
    story_threshold: Share = Field(0.42, description="least similarity of an article to a story")
    bead_probability: Share = Field(0.4, description="least probability of a bead; calibrated for each pair of languages")
    bead_table: Path | None = Field(None, description="scorer of beads made for another encoder; the shipped one when not given")
    third_similarity: Share = Field(0.1, description="least similarity of sentences of a link that only others join")
    gate_probability: Share = Field(0.5, description="a bead of this probability counts towards the same-story gate")
    gate_beads: int = Field(2, ge=1, description="such beads a pair of articles needs to be aligned at all")
    rates: dict[str, float] = Field({}, description="rates of exchange to compare sums with: {'USD/UAH': 41.5}")
    update_after_minutes: float = Field(60, ge=0, description="so much later a larger figure that only grows is an update, no conflict")
    boilerplate_articles: int = Field(3, ge=2, description="a sentence in this many articles of an edition is boilerplate")

    @property
    def cache_folder(self) -> Path:
        """Where to keep what may be deleted: in the lake where that is local, beside the program where it is not."""
        if self.cache is not None:
            return self.cache
        return self.lake if isinstance(self.lake, Path) else Path("data") / "cache" / digest(str(self.lake))[:8]

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read flags first, then the environment, then the file in the working folder; no other source."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)
