"""No message holds the password of an address."""

from pathlib import Path

import pytest
from typer.testing import CliRunner
from upath import UPath

from parallax.cli.app import app
from parallax.core.errors import InputError
from parallax.core.files import shown
from parallax.core.notices import Notice
from parallax.core.passwords import without_passwords
from parallax.core.plain_words import plain
from parallax.core.settings import Settings
from parallax.corpora.fetch.addresses import resolved, web_address
from parallax.corpora.fetch.archive import Archive
from parallax.corpora.fetch.fetcher import Fetcher
from parallax.corpora.gatherer import Gatherer
from parallax.corpora.outlets.registry import Registry, load
from parallax.corpora.page_error import PageError

SECRET = "Pa55word"
ADDRESSES = [
    f"https://reader:{SECRET}@host.example/feed",
    f"http://reader:{SECRET}@host.example:8080/feed?a=1#b",
    f"HTTPS://reader:{SECRET}@HOST.example/feed",
    f"https://{SECRET}@host.example/feed",
    f"https://:{SECRET}@host.example/feed",
    f"https://reader:{SECRET}/word@host.example/feed",
    f"https://reader:{SECRET}?word@host.example/feed",
    f"https://reader:{SECRET}#word@host.example/feed",
    f"https://reader:{SECRET} word@host.example/feed",
    f"https://reader:{SECRET}@word@host.example/feed",
    f"https://reader:{SECRET}%40word@host.example/feed",
    f"https://reader:{SECRET}\\word@host.example/feed",
    f"https:\\\\reader:{SECRET}@host.example/feed",
    f"https://reader:{SECRET}＠host.example/feed",
    f"ftp://reader:{SECRET}@host.example/feed",
    f"//reader:{SECRET}@host.example/feed",
    f"https://{'r' * 70}:{SECRET}@host.example/feed",
    f"https://reader:{SECRET}@host.example/{'x' * 3000}",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_refused_address_is_shown_without_its_password(address: str) -> None:
    for refused in (web_address, lambda text: resolved("https://a.example/", text)):
        if refused is not web_address and address.startswith("https:\\"):
            continue  # a path on the page's own host
        with pytest.raises(PageError) as caught:
            refused(address)
        for said in (str(caught.value), caught.value.detail):
            assert SECRET not in said
            assert "***@" in said


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one.lower().startswith("http")])
def test_what_a_user_asks_to_read_is_reported_without_its_password(
    address: str, settings: Settings
) -> None:
    with Fetcher(settings) as fetcher:
        gatherer = Gatherer(fetcher, Archive(settings.lake), Registry(()))
        (notice,) = gatherer.sources([address]).notices
    assert SECRET not in str(notice)
    assert notice.subject.startswith(("http", "HTTP"))


@pytest.mark.parametrize(
    "text",
    [
        f"s3://key:{SECRET}@bucket/lake is not a lake",
        f"'webdav+https://reader:{SECRET}@host/lake' does not answer",
        f"https://hooks.example/ and https://reader:{SECRET}@hooks.example/x",
        f"reader:{SECRET}@host.example/feed",
        f"https://{SECRET}@host",
    ],
)
def test_errors_and_notices_hide_passwords_wherever_they_are(text: str) -> None:
    for said in (
        str(InputError(text)),
        str(InputError("it fails", text)),
        str(PageError("it fails", text)),
        str(Notice.error(text, "it fails", text)),
        plain(OSError(5, text)),
    ):
        assert SECRET not in said
        assert "***@" in said


@pytest.mark.parametrize(
    "text",
    [
        "https://t.me/@channel",
        "https://host.example/a@b",
        "https://host.example/?mail=a@b.example",
        "HTTP 404: https://medium.example/@name/text",
        "someone@example.org",
        "a: b@c",
        "",
    ],
)
def test_an_at_sign_elsewhere_is_no_password(text: str) -> None:
    assert without_passwords(text) == text


def test_a_lake_behind_a_url_is_shown_without_its_password() -> None:
    lake = UPath(f"memory://reader:{SECRET}@host/lake")
    assert SECRET not in shown(lake)


def test_a_registry_and_a_setting_do_not_print_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "outlets.toml"
    file.write_text(
        '[[outlet]]\nname = "A"\ncountry = "UA"\nownership = "private"\n[[outlet.edition]]\n'
        f'id = "a"\nlanguage = "uk"\nhome = "https://a.example"\nfeeds = ["{ADDRESSES[0]}"]\n'
    )
    assert load(file).editions
    answer = CliRunner().invoke(app, ["outlets", "list", "--outlets", str(file), "--json"])
    assert "https://***@host.example/feed" in answer.output
    assert SECRET not in answer.output
    monkeypatch.setenv("PARALLAX_LAKE", f"nothing://reader:{SECRET}@host/lake")
    answer = CliRunner().invoke(app, ["report"])
    assert answer.exit_code
    assert SECRET not in answer.output
