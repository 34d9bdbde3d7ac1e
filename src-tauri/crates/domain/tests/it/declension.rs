//! Cases of names: `fixtures/golden/declension.txt` was read line by line by a person.

use stoika_domain::standard::name_cases;
use stoika_domain::text::case::{Case, Exceptions, Gender, Naming};

const TABLE: &str = include_str!("../../../../../fixtures/golden/declension.txt");
const NAME_CASES: &str = include_str!("../../../../../fixtures/standard/name_cases.json");

fn check(line: &str, exceptions: &Exceptions) {
    let columns: Vec<&str> = line.split('|').collect();
    let (kind, forms) = (columns[0], &columns[1..7]);
    let naming = match kind {
        "person" => Naming::person(forms[0], exceptions),
        "organisation" => Naming::organisation(forms[0], exceptions),
        "post" => Naming::post(forms[0], exceptions),
        other => panic!("{other}"),
    };
    let got = Case::ALL.map(|case| naming.full.get(case).replace('\u{a0}', " "));
    assert_eq!(got.as_slice(), forms, "{line}");
    if let Some(salutation) = columns.get(7) {
        assert_eq!(naming.salutation, *salutation, "{line}");
    }
}

#[test]
fn names_posts_and_organisations_have_their_cases() {
    let lines: Vec<&str> = TABLE.lines().collect();
    assert!(lines.len() > 200, "{}", lines.len());
    for line in lines {
        check(line, &Exceptions::default());
    }
}

#[test]
fn data_puts_right_what_the_rules_get_wrong() {
    let exceptions = name_cases(NAME_CASES).unwrap();
    for line in [
        "person|Калина Анна Ильинична|Калины Анны Ильиничны|Калине Анне Ильиничне|Калину Анну Ильиничну|Калиной Анной Ильиничной|Калине Анне Ильиничне|Уважаемая Анна Ильинична!",
        "person|Лед Иван Ильич|Льда Ивана Ильича|Льду Ивану Ильичу|Льда Ивана Ильича|Льдом Иваном Ильичом|Льде Иване Ильиче|Уважаемый Иван Ильич!",
        // Each half of a double surname is a word of its own.
        "person|Новиков-Прибой Алексей Силыч|Новикова-Прибоя Алексея Силыча|Новикову-Прибою Алексею Силычу|Новикова-Прибоя Алексея Силыча|Новиковым-Прибоем Алексеем Силычем|Новикове-Прибое Алексее Силыче|Уважаемый Алексей Силыч!",
        // The row is of women.
        "person|Калина Иван Ильич|Калины Ивана Ильича|Калине Ивану Ильичу|Калину Ивана Ильича|Калиной Иваном Ильичом|Калине Иване Ильиче|Уважаемый Иван Ильич!",
    ] {
        check(line, &exceptions);
    }
    let whole = r#"[{"nominative_ru": "И. о. начальника", "forms_ru": ["а", "б", "в", "г", "д"]}]"#;
    check(
        "post|и. о. начальника|а|б|в|г|д",
        &name_cases(whole).unwrap(),
    );
    for wrong in [
        r#"[{"nominative_ru": "Лёд", "forms_ru": ["а", "б", "в", "г"]}]"#,
        r#"[{"nominative_ru": "Лёд", "forms_ru": ["а", "б", "в", "г", " "]}]"#,
        r#"[{"nominative_ru": "Лёд", "gender": "any", "forms_ru": ["а", "б", "в", "г", "д"]}]"#,
    ] {
        assert!(name_cases(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn initials_take_the_place_of_names() {
    for (name, case, short) in [
        ("Иванов Иван Иванович", Case::Dative, "Иванову И. И."),
        (
            "Белова Анна-Мария Ильинична",
            Case::Genitive,
            "Беловой А.-М. И.",
        ),
        ("Алиев Ильхам Гейдар оглы", Case::Dative, "Алиеву И. Г."),
        ("ИВАНОВ ИВАН ИВАНОВИЧ", Case::Dative, "ИВАНОВУ И. И."),
        ("Е. В. Образцова", Case::Dative, "Е. В. Образцовой"),
        ("Иванов И.И.", Case::Instrumental, "Ивановым И. И."),
        ("Шевченко Т. Г.", Case::Dative, "Шевченко Т. Г."),
    ] {
        let naming = Naming::person(name, &Exceptions::default());
        assert_eq!(naming.short.get(case).replace('\u{a0}', " "), short);
    }
    let trader = Naming::organisation("ИП Иванов Иван Иванович", &Exceptions::default());
    let short = trader.short.get(Case::Dative).replace('\u{a0}', " ");
    assert_eq!(
        (short.as_str(), trader.gender),
        ("ИП Иванову И. И.", Some(Gender::Male))
    );
}

/// What is no name at all comes back as it is, whatever was typed.
#[test]
fn what_is_no_name_is_left_alone() {
    for name in [
        "",
        " ",
        "...",
        "ООО «Ромашка», г. Самара",
        "Иванов 2",
        "Smith John",
        "Иванов Иван Иванович Петрович Ильич",
        "-",
        "—",
        "🙂 🙂",
        "Иванов-",
        "А.А.А.",
    ] {
        for naming in [
            Naming::person(name, &Exceptions::default()),
            Naming::organisation(name, &Exceptions::default()),
        ] {
            for case in Case::ALL {
                assert_eq!(naming.full.get(case), name);
            }
        }
    }
}
