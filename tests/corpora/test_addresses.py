"""Addresses of strangers: the one form of a web address, and everything that is none."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parallax.corpora.fetch.addresses import canonical, host_of, resolved, web_address
from parallax.corpora.fetch.sites import is_front_page, is_section_of, registered_domain
from parallax.corpora.fetch.throttle import domain
from parallax.corpora.outlets.registry import load
from parallax.corpora.page_error import PageError


@pytest.mark.parametrize(
    ("stated", "address"),
    [
        ("https://a.example/news/1", "https://a.example/news/1"),
        (" \n\thttps://a.example/1\u200b\ufeff ", "https://a.example/1"),
        ("HTTPS://A.Example/Path", "https://a.example/Path"),
        ("https://a.example./1", "https://a.example/1"),
        ("https://a.example:443/1", "https://a.example/1"),
        ("http://a.example:80/1", "http://a.example/1"),
        ("http://a.example:/1", "http://a.example/1"),
        ("https://a.example:8443/1", "https://a.example:8443/1"),
        ("https://a.example/a b?c d", "https://a.example/a%20b?c%20d"),
        ("https://a.example/a\n\tb", "https://a.example/ab"),
        ("https://a.example\\news\\1", None),
        ("https://a.example/news\\1?a\\b", "https://a.example/news/1?a%5Cb"),
        ("https://київ.example/новини", "https://xn--b1alf1j.example/новини"),
        ("https://Новини.УКР/1", "https://xn--b1amarcd.xn--j1amh/1"),
        ("https://xn--b1amarcd.xn--j1amh/1", "https://xn--b1amarcd.xn--j1amh/1"),
        ("https://a。example/1", "https://a.example/1"),
        ("https://a_b.example/1", "https://a_b.example/1"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://0177.0.0.1/", "http://127.0.0.1/"),
        ("http://[::FFFF:127.0.0.1]:8080/", "http://[::ffff:7f00:1]:8080/"),
        ("http://localhost/1", "http://localhost/1"),
    ],
)
def test_a_web_address_has_one_form(stated: str, address: str | None) -> None:
    if address is None:
        with pytest.raises(PageError):
            web_address(stated)
        return
    assert web_address(stated) == address
    assert web_address(address) == address


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "news/1",
        "/news/1",
        "//a.example/1",
        "http:a.example/1",
        "http:///1",
        "https://",
        "ftp://a.example/1",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@a.example",
        "file:///etc/passwd",
        "http://[bad",
        "http://[bad]/",
        "http://[::1",
        "http://::1]/",
        "http://[fe80::1%25eth0]/",
        "http://a.example[::1]/",
        "http://user:secret@a.example/1",
        "https://pravda.com.ua@evil.example/1",
        "https://a.example\\@evil.example/1",
        "https://a.example:0/",
        "https://a.example:99999/",
        "https://a.example:80443/",
        "https://a.example:x/",
        "https://a b.example/1",
        "https://a%62.example/1",
        "https://a..example/1",
        "https://.example/1",
        "https://-a.example/1",
        "https://" + "a" * 64 + ".example/1",
        "https://" + "a." * 200 + "example/1",
        "https://☃.example/1",
        "https://a.example/\x00x",
        "https://a.example/\x1b[31m1",
        "https://a.example/\u202e1",
        "https://a.example/\ud8001",
        "https://256.1.1.1/",
        "https://1.2.3.4.5/",
        "https://" + "9" * 5000 + "/",
    ],
    ids=ascii,
)
def test_what_is_no_web_address_is_one_line(stated: str) -> None:
    with pytest.raises(PageError) as refused:
        web_address(stated)
    assert refused.value.reason in ("not a web address", "address too long")
    assert "\n" not in str(refused.value)
    with pytest.raises(PageError):
        canonical(stated)


@pytest.mark.parametrize(
    ("stated", "address"),
    [
        ("https://a.example/1#comments", "https://a.example/1"),
        ("https://a.example/1?utm_source=x&id=7&fbclid=y", "https://a.example/1?id=7"),
        ("https://a.example/news?7449500", "https://a.example/news?7449500"),
        ("https://a.example/?7449500&utm_source=x", "https://a.example/?7449500"),
        ("https://a.example/x?u=https://b.example/1", None),
        ("https://a.example/login?next=https://b.example/1/", None),
        ("https://a.example/https://b.example/1", None),
        ("https://a.example/go/http://b.example/http://c.example/", None),
        ("https://a.example/{id}/1", "https://a.example/%7Bid%7D/1"),
        ("https://a.example/закон", "https://a.example/%D0%B7%D0%B0%D0%BA%D0%BE%D0%BD"),
        ("https://новини.укр/1", "https://xn--b1amarcd.xn--j1amh/1"),
    ],
)
def test_a_page_has_one_address_on_its_own_host(stated: str, address: str | None) -> None:
    found = canonical(stated)
    assert canonical(found) == found
    if address is None:
        assert host_of(found) == "a.example"
    else:
        assert found == address


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ("/2", "https://a.example/2"),
        ("2", "https://a.example/news/2"),
        ("//b.example/2", "https://b.example/2"),
        ("?page=2", "https://a.example/news/1?page=2"),
        ("https://b.example/2", "https://b.example/2"),
        (" /2\n", "https://a.example/2"),
        ("http://[bad/", None),
        ("//[bad/", None),
        ("javascript:x", None),
        ("https://b.example:99999/", None),
        ("/" + "x" * 3000, None),
    ],
)
def test_a_reference_leads_to_a_web_address_or_nowhere(reference: str, address: str | None) -> None:
    if address is None:
        with pytest.raises(PageError):
            resolved("https://a.example/news/1", reference)
    else:
        assert resolved("https://a.example/news/1", reference) == address


SLOW = ["{", "{a", "&a", "<", "</", "http://", "https://a.example/x?u=", "%", "/../", ";", "&amp;"]


@pytest.mark.parametrize("part", SLOW)
@pytest.mark.parametrize("length", [1900, 80_000])
def test_a_garbled_address_costs_nothing(part: str, length: int) -> None:
    stated = ("https://a.example/" + part * length)[:length]
    began = time.process_time()
    for _ in range(20):
        with suppress(PageError):
            canonical(stated)
    assert time.process_time() - began < 1


def test_fifty_thousand_links_take_less_than_two_seconds() -> None:
    links = [f"https://www.a.example/news/2024/04/03/{n}-law.html" for n in range(50_000)]
    began = time.process_time()
    assert [canonical(link) for link in links] == links
    assert time.process_time() - began < 2


WORDS = """https:// http:// a.example / ? & = # % { } < > " ' @ : 443 [ ] ::1 ї xn-- - . amp
 index.amp utm_source &amp; &#64; ; + 。"""
PIECES = st.sampled_from((*WORDS.split(), "\\", "\t", "\n", " ", "\x00", "\u200b", "\ud800"))


@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_text_makes_an_address_function_raise_anything_else(text: str) -> None:
    registry = load(None)
    for address in (text, f"https://a.example/{text}", f"https://{text}"):
        host_of(address), registered_domain(address), is_front_page(address), domain(address)
        is_section_of(address, "https://a.example/news/1")
        registry.outlet_of(address), registry.edition_of(address, "uk"), registry.knows(address)
        with suppress(PageError):
            found = canonical(address)
            assert canonical(found) == web_address(found) == found
            assert host_of(found)
