//! Справочник: whose zone it is and in what words, hours that are a setting, norms that are no dates.

use serde_json::{Value, json};

use crate::office::{Hand, Office};

fn offices(hand: &Hand, text: &str) -> Vec<(String, String)> {
    let found = hand.call("reference.offices", json!({ "text": text }));
    let hits = found["hits"].as_array().unwrap().iter();
    hits.map(|hit| {
        let of = |name: &str| hit[name].as_str().unwrap().to_owned();
        (of("office_id"), of("place"))
    })
    .collect()
}

fn places(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    rows.iter()
        .map(|(office, place)| ((*office).to_owned(), (*place).to_owned()))
        .collect()
}

#[test]
fn a_place_is_shown_with_why_each_office_may_serve_it() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    assert_eq!(
        offices(&hand, "Колывань"),
        places(&[
            ("bezenchuk", "с. Колывань, Красноармейский район"),
            (
                "krasnoarmeyskoe",
                "Красноармейский район, кроме мест, названных отдельно"
            ),
        ])
    );
    assert_eq!(
        offices(&hand, "Сызрань")[0].1,
        "г. Сызрань: зона в Стандарте не названа, отделение стоит здесь"
    );
    assert_eq!(
        offices(&hand, "Похвистнево Кооперативная"),
        places(&[(
            "pokhvistnevo",
            "ул. Кооперативная, г. Похвистнево, дома 49, 51, 1, 3, 5, 7, 7а, 9"
        )])
    );
}

#[test]
fn hours_that_the_standard_does_not_give_are_told_to_be_a_setting() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let hours = |text: &str| {
        let found = hand.call("reference.offices", json!({ "text": text }));
        found["hits"][0]["hours"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        hours("Отрадный"),
        "в рабочие дни с 8.00 до 17.00 (настройка: Стандарт часов не даёт)"
    );
    let found = hand.call("reference.offices", json!({ "text": "Курумоч" }));
    let own = found["hits"].as_array().unwrap().iter();
    let own: Vec<&Value> = own
        .filter(|hit| hit["office_id"] == "kurumoch-rp")
        .map(|hit| &hit["hours"])
        .collect();
    assert_eq!(own, ["вторник, четверг с 9.00 до 15.30"]);
}

#[test]
fn norms_of_reception_and_of_the_telephone_stand_among_the_norms() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let amounts = |text: &str| -> Vec<(String, String)> {
        let norms = hand.call("reference.norms", json!({ "text": text }));
        let norms = norms.as_array().unwrap().iter();
        norms
            .map(|row| {
                assert!(row["clause"].as_str().unwrap().starts_with("Стандарт, п. "));
                let of = |name: &str| row[name].as_str().unwrap().replace('\u{a0}', " ");
                (of("id"), of("amount"))
            })
            .collect()
    };
    assert_eq!(
        amounts("п. 6.3"),
        places(&[
            ("queue.head", "10 и 5 мин в среднем"),
            ("queue.contract", "15 и 10 мин в среднем"),
            ("queue.payment", "15 и 5 мин в среднем"),
            ("queue.total", "30 мин, не более"),
        ])
    );
    assert_eq!(
        amounts("п. 7.2"),
        places(&[
            ("phone.wait", "40 с–2 мин в среднем"),
            ("phone.find", "1 мин в среднем"),
            ("phone.wrap", "5 мин в среднем"),
        ])
    );
}

/// Rows of a short list: title and note.
fn list(hand: &Hand, code: &str) -> Vec<(String, String)> {
    let lists = hand.call("reference.lists", json!({}));
    let list = lists.as_array().unwrap().iter();
    let list = list.clone().find(|list| list["code"] == code).unwrap();
    let rows = list["rows"].as_array().unwrap().iter();
    rows.map(|row| {
        let of = |name: &str| {
            row[name]
                .as_str()
                .unwrap_or_default()
                .replace('\u{a0}', " ")
        };
        (of("title"), of("note"))
    })
    .collect()
}

#[test]
fn short_lists_say_days_and_rules_with_their_clauses() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let lists = hand.call("reference.lists", json!({}));
    let counts: Vec<(&str, usize)> = lists
        .as_array()
        .unwrap()
        .iter()
        .map(|list| {
            (
                list["code"].as_str().unwrap(),
                list["rows"].as_array().unwrap().len(),
            )
        })
        .collect();
    assert_eq!(
        counts,
        [
            ("payment", 4),
            ("readings", 6),
            ("services", 10),
            // Four kinds and eight channels, 10.2.
            ("feedback", 12),
            ("reminders", 4),
            ("bodies", 5),
            // 17 acts, 5 standards, 2 sanitary rules, §2.
            ("legal", 24),
            ("retention", 10),
        ]
    );
    let payment = list(&hand, "payment");
    assert_eq!(
        payment[0].1,
        "до 15-го числа следующего месяца; платёжный документ до 5-го"
    );
    assert_eq!(payment[2].1, "с 31-го по 90-й день просрочки");
    assert_eq!(
        list(&hand, "readings")[1].1,
        "с 23-го по 26-е число; позже — в следующий период"
    );
    let services = list(&hand, "services");
    assert_eq!(services[2].1, "специалисты по договорам; только граждане");
    assert_eq!(
        services[5].1,
        "специалисты по договорам; организации и предприниматели; только отделения и ЦОК"
    );
    let retention = list(&hand, "retention");
    assert!(
        retention[0]
            .1
            .starts_with("5 лет с закрытия, затем уничтожают по акту. ")
    );
    assert!(retention[7].1.starts_with("3 года с создания"));
}
