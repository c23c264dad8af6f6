"""Settings: a misspelt name and a wrong value are one line that says which setting it is."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from parallax.cli.app import main
from parallax.core.errors import InputError
from parallax.core.settings import ClusterSettings, Settings
from parallax.core.settings_sources import NOT_SETTINGS, faults
from parallax.models import settings_with
from parallax.quantities import all_rates


def line_of_the_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What `parallax doctor` says before it ends with status 1."""
    monkeypatch.setattr("sys.argv", ["parallax", "doctor"])
    monkeypatch.setenv("COLUMNS", "300")
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    (line,) = capsys.readouterr().err.splitlines()
    return line


MISSPELT = {
    "PARALLAX_TIMEOUT_SECONDS": "PARALLAX_GATHER__TIMEOUT_SECONDS",
    "PARALLAX_BEAD_PROBABILITY": "PARALLAX_ALIGN__BEAD_PROBABILITY",
    "PARALLAX_GATHERS__RETRIES": "PARALLAX_GATHER__RETRIES",
    "PARALLAX_LAKES": "PARALLAX_LAKE",
    "PARALLAX_GATHER_RETRIES": "PARALLAX_GATHER__RETRIES",
    "PARALLAX_COMPARE__RATES__USD": "PARALLAX_COMPARE__RATES",
    "parallax_lakes": "PARALLAX_LAKE",
}


@pytest.mark.parametrize("name", MISSPELT)
def test_a_misspelt_variable_is_refused_with_the_nearest_name(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, "3")
    line = f"{name} is not a setting (did you mean {MISSPELT[name]}?)"
    with pytest.raises(InputError) as caught:
        settings_with()
    assert str(caught.value) == line
    assert line_of_the_program(monkeypatch, capsys) == f"parallax: {line}"


def test_variables_of_the_tests_are_not_settings_and_are_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = Settings()
    for name in NOT_SETTINGS:
        monkeypatch.setenv(name, "1")
    assert Settings() == before


def test_every_kind_of_variable_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARALLAX_COMPARE__RATES", '{"usd/uah": 41}')
    monkeypatch.setenv("PARALLAX_TRANSLATE__MEMORIES", '["x.tmx"]')
    monkeypatch.setenv("PARALLAX_GATHER", '{"retries": 1}')
    monkeypatch.setenv("parallax_target_language", "uk")
    settings = Settings()
    assert settings.compare.rates == {"USD/UAH": 41.0}
    assert settings.translate.memories == (Path("x.tmx"),)
    assert (settings.gather.retries, settings.target_language) == (1, "uk")


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Settings()
    for name in ("GATHER__CONTACT", "COMPARE__RATES", "GATHER__RETRIES", "LAKE", "GATHER"):
        monkeypatch.setenv(f"PARALLAX_{name}", "")
    assert Settings() == before


WRONG = {
    "PARALLAX_COMPARE__RATES": (
        "USD/UAH=4",
        '{"USD": 4}',
        '{"USD/UAHS": 4}',
        '{"USD/UAH": 0}',
        '{"USD/UAH": NaN}',
        '{"USD/UAH": Infinity}',
        '{"USD/UAH": "much"}',
        '{"USD/UAH": 4, "usd/uah": 5}',
    ),
    "PARALLAX_TRANSLATE__MEMORIES": ("x.tmx", "3"),
    "PARALLAX_GATHER": ("fast", "3", '{"speed": 3}'),
    "PARALLAX_GATHER__RETRIES": ("many", "-1"),
    "PARALLAX_GATHER__HOST_MAP": ("{", '{"a": "b"}', '{"a": "b:c"}', '{"a": 80}', '{"a": ":80 "}'),
    "PARALLAX_LAKE": ("http://[bad", "nosuch://a/b"),
    "PARALLAX_TARGET_LANGUAGE": ("de",),
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_wrong_value_is_one_line_that_names_the_variable(
    name: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InputError, match=name):
        settings_with()
    assert name in line_of_the_program(monkeypatch, capsys)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'targetlanguage = "uk"',
            "targetlanguage is not a setting (did you mean target_language?)",
        ),
        ("[gather]\nretrys = 3", "gather.retrys is not a setting (did you mean gather.retries?)"),
        ("[gather]\nretries = 99", "gather.retries: Input should be less than or equal to 10"),
        ('[compare]\nrates = {"USD" = 4}', "compare.rates: USD=4.0 is not a rate"),
        ("lake = 3", "lake: 3 is neither a folder nor a URL"),
        ("[gather", "parallax.toml cannot be read: "),
        ('target_language = "\ud8ff"', "parallax.toml cannot be read: "),
    ],
)
def test_a_wrong_file_is_one_line_that_names_the_setting(
    text: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("parallax.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(InputError) as caught:
        settings_with()
    assert said in str(caught.value)
    assert said in line_of_the_program(monkeypatch, capsys)


@pytest.mark.parametrize("rate", [0, -1, float("nan"), float("inf"), 10**400, True, "41"])
def test_a_rate_given_to_the_library_is_checked_as_one_of_the_settings(rate: object) -> None:
    assert all_rates({"usd/uah": 41}) == {"USD/UAH": 41.0}
    with pytest.raises(InputError, match="is not a rate"):
        all_rates({"USD/UAH": rate})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("changes", "setting"),
    [
        ({"target_language": "de"}, "target_language"),
        ({"pass_wait_seconds": -1}, "pass_wait_seconds"),
        ({"lake": 3}, "lake"),
        ({"gather": 3}, "gather"),
        ({"gather": ClusterSettings()}, "gather"),
        ({"gather": {"retries": 99}}, "gather.retries"),
        ({"gather": {"retry": 1}}, "gather.retry"),
        ({"compare": {"rates": {"USD": 4}}}, "compare.rates"),
        ({"target": "uk"}, "target"),
    ],
)
def test_a_copy_of_the_settings_is_checked_as_the_settings_are(
    changes: dict[str, object], setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings()
    monkeypatch.setenv("PARALLAX_TARGET_LANGUAGE", "en")  # no fault of the environment
    with pytest.raises(ValidationError) as caught:
        settings.changed(**changes)
    line = faults(caught.value, Settings)
    assert line.startswith(setting)
    assert "\n" not in line


def test_a_copy_of_the_settings_reads_no_environment_again(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(gather={"retries": 5})
    monkeypatch.setenv("PARALLAX_ENCODER", "another")
    changed = settings.changed(lake="elsewhere", gather={"robots": False}, target_language="uk")
    assert (changed.lake, changed.target_language) == (Path("elsewhere"), "uk")
    assert (changed.gather.retries, changed.gather.robots) == (5, False)
    assert (changed.encoder, changed.gather.timeout_seconds) == ("embedded", 20)
    assert changed.changed(cluster=ClusterSettings(threshold=1)).cluster.threshold == 1
