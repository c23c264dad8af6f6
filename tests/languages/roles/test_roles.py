"""Who did what to whom: the same statements in three languages, by the same rules."""

import pytest

from parallax.languages.roles.read import statements
from parallax.languages.syntax.parser import missing, parse

pytestmark = pytest.mark.slow(8)


def read(language, sentence, sure=None):
    if reason := missing(language):
        pytest.skip(reason)
    [parsed] = parse([sentence], language)
    return statements(parsed) if sure is None else statements(parsed, sure)


def head(sentence, phrase):
    return phrase and sentence[phrase.head_start : phrase.head_end]


def of(concept, made):
    return [one for one in made if one.concept == concept]


THREE = pytest.mark.parametrize("language", ["uk", "ru", "en"])
KILLED_AND_WOUNDED = {
    "uk": ("На заводі загинули двоє людей, п'ятьох поранено.", "Двоє"),
    "ru": ("При взрыве погибли двое рабочих, ещё пятеро ранены.", "двое"),
    "en": ("The blast killed two workers and wounded five guards.", "two"),
}


@THREE
def test_each_conjunct_is_a_statement_of_its_own(language):
    sentence = KILLED_AND_WOUNDED[language][0]
    made = read(language, sentence)
    [killed] = of("killed", made)
    assert head(sentence, killed.quantity) in {"двоє", "двое", "two"}
    [wounded] = of("wounded", made)
    assert wounded.quantity is None or wounded.quantity.start != killed.quantity.start


@pytest.mark.parametrize(
    ("language", "sentence", "speaker"),
    [
        ("uk", "За словами мера, міст відкриють восени.", "мера"),
        ("ru", "По словам мэра, мост откроют осенью.", "мэра"),
        ("en", "According to the mayor, the bridge will open in autumn.", "mayor"),
        ("uk", "Міст закрили, повідомили в поліції.", "поліції"),
        ("ru", "Мост закрыли, сообщили в полиции.", "полиции"),
        ("en", "The bridge was closed, police said.", "police"),
        ("ru", "Мост закрыт из-за снега — МЧС", "МЧС"),
        ("en", "Bridge closed by snow – police", "police"),
    ],
)
def test_who_says_it(language, sentence, speaker):
    made = [one for one in read(language, sentence) if one.kind == "report"]
    assert [head(sentence, one.speaker) for one in made] == [speaker]


@pytest.mark.parametrize(
    ("language", "sentence", "who", "whom"),
    [
        ("uk", "Міністр повідомив журналістам, що рейс скасували.", "Міністр", "журналістам"),
        ("ru", "Министр рассказал журналистам, что рейс отменили.", "Министр", "журналистам"),
        ("en", "The minister told reporters that the flight was off.", "minister", "reporters"),
    ],
)
def test_the_addressee_is_no_source(language, sentence, who, whom):
    [told] = [one for one in read(language, sentence) if one.kind == "report"]
    assert (head(sentence, told.speaker), head(sentence, told.addressee)) == (who, whom)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("uk", "Поліція затримала трьох чоловіків, які підпалили склад."),
        ("ru", "Полиция задержала троих мужчин, которые подожгли склад."),
        ("en", "Police detained three men who had set the depot on fire."),
    ],
)
def test_the_doer_is_a_body_and_whom_has_a_figure(language, sentence):
    [held] = of("detained", read(language, sentence))
    assert held.doer_kind == "body"
    assert head(sentence, held.quantity) in {"трьох", "троих", "three"}
    assert not held.passive_without_doer


@pytest.mark.parametrize(
    ("language", "sentence", "owner"),
    [
        ("uk", "Бригада втратила два танки.", "Бригада"),
        ("ru", "Бригада потеряла два танка.", "Бригада"),
        ("en", "The brigade lost two tanks.", "brigade"),
    ],
)
def test_losses_have_an_owner(language, sentence, owner):
    [lost] = [one for one in read(language, sentence) if one.kind == "loss"]
    assert head(sentence, lost.owner) == owner
    assert lost.quantity is not None


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("uk", "Ніхто з пасажирів не постраждав."),
        ("ru", "Никто из пассажиров не пострадал."),
        ("en", "None of the passengers was hurt."),
        ("en", "There were no casualties."),
        ("ru", "Обошлось без пострадавших."),
    ],
)
def test_nobody_is_a_negation_and_no_figure(language, sentence):
    [made] = [one for one in read(language, sentence) if one.kind == "casualty"]
    assert made.negated
    assert made.quantity is None


@pytest.mark.parametrize(
    ("language", "sentence", "side"),
    [
        ("uk", "Російські окупанти обстріляли село.", "ru"),
        ("ru", "Украинские диверсанты подожгли склад.", "ua"),
        ("en", "The mayor said terrorists had fled.", "unstated"),
    ],
)
def test_a_label_has_the_side_that_its_own_words_tell(language, sentence, side):
    [label] = [one for one in read(language, sentence) if one.kind == "label"]
    assert label.side == side


def test_a_passive_without_a_doer_says_so():
    [killed] = of("killed", read("en", "Two miners were killed on Monday."))
    assert killed.passive_without_doer
    [killed] = of("killed", read("en", "Two miners were killed by a flood on Monday."))
    assert not killed.passive_without_doer
    assert killed.doer_kind == "nature"


def test_an_unsure_role_is_not_read():
    sentence = "Guards killed two men."
    [killed] = of("killed", read("en", sentence))
    assert killed.who is not None
    [killed] = of("killed", read("en", sentence, sure=1.01))
    assert (killed.who, killed.whom, killed.doer_kind) == (None, None, None)


def test_words_of_things_are_no_casualties():
    assert of("released", read("en", "The ministry released a report.")) == []
    assert of("rescued", read("ru", "Эти меры спасли бюджет.")) == []


def test_a_sentence_without_words_has_no_statement():
    assert read("en", "…") == []


def test_no_reports_of_casualties_deny_them():
    [made] = [
        one
        for one in read("en", "There were no reports of casualties, police said.")
        if one.kind == "casualty"
    ]
    assert made.negated


def test_an_age_counts_nobody():
    sentence = "A 54-year-old man was hospitalised."
    [made] = of("hospitalised", read("en", sentence))
    assert (head(sentence, made.whom), made.quantity) == ("man", None)


def test_a_figure_between_two_verbs_is_of_the_first():
    sentence = "Rebels killed 14 soldiers and captured three others."
    made = read("en", sentence)
    [killed], [captured] = of("killed", made), of("captured", made)
    assert (head(sentence, killed.quantity), head(sentence, captured.quantity)) == ("14", "three")


def test_two_predicates_share_a_figure_that_is_the_sum_of_both():
    made = read("en", "Soldiers said 940 men were killed or wounded.")
    [killed], [wounded] = of("killed", made), of("wounded", made)
    assert killed.whom == wounded.whom or killed.whom.start == wounded.whom.start
    assert (killed.quantity, wounded.quantity) == (None, None)


@pytest.mark.parametrize(
    ("language", "sentence", "concept", "whom"),
    [
        ("uk", "Троє рибалок вважаються зниклими.", "missing", "рибалок"),
        ("ru", "Трое рыбаков считаются пропавшими.", "missing", "рыбаков"),
        ("uk", "За вихідні вивезли сорок мешканців, зокрема сім дітей.", "evacuated", "дітей"),
        ("ru", "За выходные вывезли сорок жителей, в том числе семь детей.", "evacuated", "детей"),
        ("uk", "Поліція говорила про арешт двох водіїв.", "detained", "водіїв"),
        ("ru", "Полиция говорила об аресте двух водителей.", "detained", "водителей"),
        ("en", "Police spoke of the arrest of two drivers.", "detained", "drivers"),
    ],
)
def test_whom_is_found_where_the_verb_is_no_verb_of_casualties(language, sentence, concept, whom):
    found = {head(sentence, one.whom) for one in of(concept, read(language, sentence))}
    assert whom in found


@pytest.mark.parametrize(
    ("language", "sentence", "speaker"),
    [
        ("uk", "Вокзал, який будували рік, відкрили, повідомила журналістам мерка.", "мерка"),
        ("ru", "Мост закрыт, пишет газета со ссылкой на мэрию.", "мэрию"),
        ("en", "The mayor, whom nobody had asked, said the bridge was closed.", "mayor"),
    ],
)
def test_asides_and_references_do_not_hide_the_speaker(language, sentence, speaker):
    made = [one for one in read(language, sentence) if one.kind == "report"]
    assert speaker in {head(sentence, one.speaker) for one in made}


@THREE
def test_things_have_no_casualties(language):
    sentence = {
        "uk": "Партію сиру ліквідували, обмін валют припинено.",
        "ru": "Партию сыра ликвидировали, обмен валют прекращён.",
        "en": "The lights burned out and the screen died.",
    }[language]
    made = [one for one in read(language, sentence) if one.kind == "casualty"]
    assert [one for one in made if one.concept in {"wounded", "exchanged"}] == []
