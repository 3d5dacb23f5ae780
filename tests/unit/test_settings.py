"""Settings come from the environment or a file, are checked, and have no unsafe default."""

import stat
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from lms.settings import LANGUAGES, Settings, SettingsError, read_settings

LONG_SECRET = "s" * 32


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """Return a folder that does not exist yet."""
    return tmp_path / "deep" / "instance"


def read(instance: Path, **given: str) -> Settings:
    return read_settings(
        {"LMS_INSTANCE": str(instance), **{f"LMS_{name.upper()}": value for name, value in given.items()}}
    )


def write(instance: Path, text: str) -> None:
    instance.mkdir(parents=True)
    (instance / "settings.toml").write_text(text, encoding="utf-8")


def test_a_site_needs_no_settings_at_all(instance: Path) -> None:
    settings = read(instance)
    assert settings.instance == instance
    assert settings.database == f"sqlite:///{instance}/isegoria.sqlite3"
    assert (settings.site_name, settings.languages, settings.timezone) == (
        "Isegoria",
        LANGUAGES,
        "Europe/Brussels",
    )
    assert settings.is_loopback
    assert not settings.is_https


def test_the_instance_folder_is_made(instance: Path) -> None:
    read(instance)
    assert instance.is_dir()
    assert sorted(path.name for path in instance.iterdir()) == ["secret-key"]


def test_the_secret_is_made_once_and_kept_for_its_owner_alone(instance: Path) -> None:
    first, second = read(instance), read(instance)
    assert first.secret_key == second.secret_key == (instance / "secret-key").read_text()
    assert len(first.secret_key) == 64
    assert stat.S_IMODE((instance / "secret-key").stat().st_mode) == 0o600


def test_two_sites_have_two_secrets(tmp_path: Path) -> None:
    assert read(tmp_path / "one").secret_key != read(tmp_path / "other").secret_key


def test_a_secret_that_others_can_read_is_refused(instance: Path) -> None:
    read(instance)
    (instance / "secret-key").chmod(0o640)
    with pytest.raises(SettingsError, match="chmod 600"):
        read(instance)


def test_a_secret_that_is_given_is_not_written_down(instance: Path) -> None:
    assert read(instance, secret_key=LONG_SECRET).secret_key == LONG_SECRET
    assert not (instance / "secret-key").exists()


def test_the_file_counts_and_the_environment_wins(instance: Path) -> None:
    write(instance, 'site_name = "From the file"\ntimezone = "Europe/Sofia"\nlanguages = ["bg"]\n')
    settings = read(instance, site_name="From outside")
    assert (settings.site_name, settings.timezone, settings.languages) == (
        "From outside",
        "Europe/Sofia",
        ("bg",),
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("bg,en", ("bg", "en"), id="in another order"),
        pytest.param(" en , bg ", ("en", "bg"), id="with blanks"),
        pytest.param("bg,", ("bg",), id="with a comma too many"),
    ],
)
def test_languages_are_a_list(instance: Path, given: str, expected: tuple[str, ...]) -> None:
    assert read(instance, languages=given).languages == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("postgresql://u:p@h:5433/db", "postgresql+psycopg://u:p@h:5433/db", id="PostgreSQL"),
        pytest.param("postgres://u@h/db", "postgresql+psycopg://u@h/db", id="PostgreSQL's other name"),
        pytest.param("postgresql+psycopg://u@h/db", "postgresql+psycopg://u@h/db", id="with its driver"),
        pytest.param("sqlite:////srv/x.sqlite3", "sqlite:////srv/x.sqlite3", id="SQLite elsewhere"),
    ],
)
def test_the_address_of_the_database_is_what_the_driver_takes(
    instance: Path, given: str, expected: str
) -> None:
    assert read(instance, database_url=given).database == expected


@pytest.mark.parametrize(
    ("base_url", "loopback", "https"),
    [
        pytest.param("https://learn.example.org", False, True, id="in the world"),
        pytest.param("https://learn.example.org/", False, True, id="with a slash at its end"),
        pytest.param("http://127.0.0.1:5000", True, False, id="this machine"),
        pytest.param("http://localhost:5000", True, False, id="this machine by name"),
        pytest.param("http://[::1]:5000", True, False, id="this machine in version 6"),
    ],
)
def test_the_address_of_a_site_says_how_people_reach_it(
    instance: Path, base_url: str, loopback: bool, https: bool
) -> None:
    settings = read(instance, base_url=base_url)
    assert (settings.base_url, settings.is_loopback, settings.is_https) == (
        base_url.rstrip("/"),
        loopback,
        https,
    )


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        pytest.param("secret_key", "short", "LMS_SECRET_KEY is too short", id="a short secret"),
        pytest.param("languages", "en,tlh", "not tlh", id="a language without a catalogue"),
        pytest.param("languages", ",", "not none", id="no language"),
        pytest.param("timezone", "Europe/Atlantis", "Europe/Atlantis", id="no such time zone"),
        pytest.param("timezone", "../../etc/passwd", "names no time zone", id="a path as a time zone"),
        pytest.param(
            "base_url", "learn.example.org", "must begin with https", id="an address without a scheme"
        ),
        pytest.param(
            "base_url", "ftp://learn.example.org", "must begin with https", id="a scheme that serves no pages"
        ),
        pytest.param(
            "base_url", "http://learn.example.org", "passwords travel in clear", id="the world without https"
        ),
        pytest.param(
            "base_url",
            "http://localhost.example.org",
            "passwords travel in clear",
            id="a name that only begins like ours",
        ),
        pytest.param("base_url", "https://", "LMS_BASE_URL", id="an address without a host"),
        pytest.param(
            "database_url", "mysql://h/db", "LMS_DATABASE_URL", id="a database that we do not serve"
        ),
        pytest.param("mail_url", "sendmail:", "LMS_MAIL_URL must be file:", id="a way of mail that we do not know"),
        pytest.param("mail_url", "smtp://ana@h", "both a user and a password", id="half of what a mail server asks for"),
        pytest.param("mail_from", "Ana <a@b.example>", "LMS_MAIL_FROM must be a plain", id="a sender with a name"),
        pytest.param("redis_url", "127.0.0.1:6379", "LMS_REDIS_URL must be like redis://", id="a Redis without a scheme"),
        pytest.param("redis_url", "http://127.0.0.1", "LMS_REDIS_URL must be like redis://", id="no Redis at all"),
        pytest.param("redis_url", "redis:///0", "LMS_REDIS_URL must be like redis://", id="a Redis nowhere"),
        pytest.param("redis_url", "redis://h:port/0", "LMS_REDIS_URL must be like redis://", id="a port that is no number"),
        pytest.param("redis_url", "redis://h/first", "LMS_REDIS_URL must be like redis://", id="a database that is no number"),
        pytest.param("redis_url", "unix://redis.sock", "LMS_REDIS_URL must be like redis://", id="a socket without its folder"),
        pytest.param("proxies", "one", "LMS_PROXIES must be the number", id="a word for a number"),
        pytest.param("proxies", "-1", "LMS_PROXIES must be the number", id="less than none"),
        pytest.param("proxies", "11", "LMS_PROXIES must be the number", id="more servers than anybody has"),
        pytest.param("colour", "blue", "There is no setting LMS_COLOUR", id="a setting that does not exist"),
    ],
)
def test_what_is_broken_or_unsafe_is_refused_in_a_sentence(
    instance: Path, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read(instance, **{name: value})
    assert sentence in str(caught.value)
    assert str(caught.value).endswith(".")


def test_letters_go_into_a_folder_where_nothing_else_is_said(instance: Path) -> None:
    settings = read(instance, base_url="https://learn.example.org")
    assert settings.mail_route.is_file
    assert (settings.outbox, settings.sender) == (instance / "outbox", "isegoria@learn.example.org")
    assert read(instance, mail_from="school@example.org").sender == "school@example.org"
    assert read(instance).sender == "isegoria@localhost"


def test_the_sentence_about_a_mail_server_does_not_tell_its_password(instance: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read(instance, mail_url="smtp://ana:hush/hush@mail.example.eu")
    assert "hush" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "address", ["redis://127.0.0.1:6379/0", "redis://:word@h", "rediss://h:6380", "unix:///run/redis.sock", "unix:///run/redis.sock?db=1"]
)
def test_a_redis_may_be_anywhere(instance: Path, address: str) -> None:
    assert read(instance, redis_url=address).redis_url == address


@pytest.mark.parametrize("kept", ["LMS_PROXIES", "settings.toml"])
def test_the_number_of_servers_in_front_is_a_number(instance: Path, kept: str) -> None:
    if kept == "settings.toml":
        write(instance, "proxies = 2\n")
    assert (read(instance) if kept == "settings.toml" else read(instance, proxies="2")).proxies == 2
    assert read(instance, proxies="0").proxies == 0


def test_the_sentence_about_a_redis_does_not_tell_its_password(instance: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read(instance, redis_url="redis://:hush-hush@h/first")
    assert "hush-hush" not in str(caught.value)


def test_the_sentence_about_a_secret_does_not_tell_it(instance: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read(instance, secret_key="hush-hush")
    assert "hush-hush" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("site_name = ", "is not valid TOML", id="broken TOML"),
        pytest.param('colour = "blue"', "there is no setting colour", id="a setting that does not exist"),
        pytest.param(
            'instance = "/elsewhere"', "there is no setting instance", id="the folder in which it lies"
        ),
        pytest.param("site_name = 3", "must be a text", id="a number for a text"),
        pytest.param("proxies = true", "must be the number", id="yes for a number"),
        pytest.param("proxies = 1.5", "must be the number", id="half a server"),
        pytest.param('languages = ["en", "tlh"]', "not tlh", id="a language without a catalogue"),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence(instance: Path, text: str, sentence: str) -> None:
    write(instance, text)
    with pytest.raises(SettingsError, match=sentence):
        read(instance)


def test_a_file_that_is_no_text_is_refused(instance: Path) -> None:
    instance.mkdir(parents=True)
    (instance / "settings.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read"):
        read(instance)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(SettingsError, match="LMS_INSTANCE"):
        read(tmp_path / "file" / "instance")


def test_what_the_tests_use_is_no_setting_of_a_site(instance: Path) -> None:
    assert read(instance, test_database_url="postgresql://h/db").database.startswith("sqlite")


def test_other_variables_of_the_environment_do_not_matter(instance: Path) -> None:
    assert (
        read_settings({"LMS_INSTANCE": str(instance), "SECRET_KEY": "x", "lms_site_name": "y"}).site_name
        == "Isegoria"
    )


def test_settings_never_change(instance: Path) -> None:
    with pytest.raises(FrozenInstanceError):
        read(instance).site_name = "x"  # type: ignore[misc]
