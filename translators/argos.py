"""Translation with installed Argos packages, batched straight through CTranslate2.

Argos' own ``translate()`` gives CTranslate2 one or two sentences at a time, splits sentences with
downloaded models and joins them again; here only the tokenizer and the model of the package are
used, and sentences keep their boundaries. The text of a sentence is the one of Argos at the same
beam size, apart from underscores, which Argos turns into blanks, wherever the network clearly
prefers one piece. Where two pieces are almost equally likely, the last bits of a score decide, and
these depend on the processor, on the number format it is fast in and on the rest of the batch.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from parallax.core.processors import cores
from parallax.core.settings import Settings
from parallax.core.thresholds import thresholds
from parallax.translators.installed_packages import InstalledPackage, installed

if TYPE_CHECKING:
    import ctranslate2


@thresholds("translate", chosen="the values of Argos Translate itself")
@dataclass(frozen=True)
class Decoding:
    """How CTranslate2 searches for a translation."""

    beam: Annotated[int, "beam size"] = 4
    length_penalty: Annotated[float, "penalty of long translations"] = 0.2


DECODING = Decoding()


class Argos:
    """The installed packages as a translator of sentences."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        beam: int = DECODING.beam,
        batch_tokens: int = 1024,
        threads: int = 0,
    ) -> None:
        """Keep the folder of the packages; nothing is loaded before the first sentence.

        :param batch_tokens: tokens of sentences that go through the network together.
        :param threads: number of batches side by side, each on one core; 0 for one per core.
        """
        self._folder, self._beam, self._batch_tokens = folder, beam, batch_tokens
        self._threads = threads or cores()
        self._packages: dict[tuple[str, str], InstalledPackage] | None = None
        self._models: dict[tuple[str, str], ctranslate2.Translator] = {}

    @property
    def packages(self) -> dict[tuple[str, str], InstalledPackage]:
        """The newest package of each language pair."""
        if self._packages is None:
            self._packages = {(p.source, p.target): p for p in installed(self._folder)}
        return self._packages

    def route(self, source: str, target: str) -> list[tuple[str, str]] | None:
        """Return the shortest chain of pairs from source to target, or None."""
        queue = deque([(source, list[tuple[str, str]]())])
        seen = {source}
        while queue:
            language, path = queue.popleft()
            if language == target:
                return path
            for pair in sorted(self.packages):
                if pair[0] == language and pair[1] not in seen:
                    seen.add(pair[1])
                    queue.append((pair[1], [*path, pair]))
        return None

    def model(self, source: str, target: str) -> str:
        """Return the packages of the route with their versions, and the beam size."""
        names = [
            f"{a}-{b} {self.packages[a, b].version}" for a, b in self.route(source, target) or []
        ]
        return " + ".join(names) + f", beam {self._beam}"

    def translate(self, sentences: Sequence[str], source: str, target: str) -> list[str]:
        """Return the translation of each sentence, in order, in few batches.

        :raises LookupError: when no installed packages lead from source to target.
        """
        route = self.route(source, target)
        if route is None:
            raise LookupError(f"no Argos packages lead from {source} to {target}")
        texts = list(sentences)
        for pair in route:
            texts = self._step(texts, pair)
        return texts

    def _step(self, texts: list[str], pair: tuple[str, str]) -> list[str]:
        package = self.packages[pair]
        distinct = sorted(set(texts), key=lambda text: (-len(text), text))
        tokens = [package.tokenizer.encode(text) for text in distinct]
        prefix = [[package.prefix]] * len(tokens) if package.prefix else None
        results = self._translator(pair).translate_batch(
            tokens,
            target_prefix=prefix,
            max_batch_size=self._batch_tokens,
            batch_type="tokens",
            beam_size=self._beam,
            replace_unknowns=True,
            length_penalty=DECODING.length_penalty,
        )
        made = {}
        for text, result in zip(distinct, results, strict=True):
            output = result.hypotheses[0]
            if package.prefix and output and output[0] == package.prefix:
                output = output[1:]
            made[text] = package.tokenizer.decode(output).strip() if text.strip() else text
        return [made[text] for text in texts]

    def _translator(self, pair: tuple[str, str]) -> ctranslate2.Translator:
        if pair not in self._models:
            import ctranslate2

            path = str(self.packages[pair].path / "model")
            self._models[pair] = ctranslate2.Translator(
                path,
                device="cpu",
                compute_type="auto",
                inter_threads=self._threads,
                intra_threads=1,
            )
        return self._models[pair]


def argos_of(settings: Settings) -> Argos:
    """Return the translator of this process, which loads each model once."""
    return _argos(
        settings.translate.argos_packages,
        settings.translate.argos_batch_tokens,
        settings.translate.argos_threads,
    )


@lru_cache(maxsize=2)
def _argos(folder: Path | None, batch_tokens: int, threads: int) -> Argos:
    return Argos(folder, batch_tokens=batch_tokens, threads=threads)
