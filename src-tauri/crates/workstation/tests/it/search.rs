//! The one search.

use serde_json::json;
use stoika_testkit::hands::PRINTER;
use stoika_testkit::town;

use crate::office::Office;

#[test]
fn a_name_typed_in_the_wrong_layout_finds_the_client() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let found = hand.call(
        "search.find",
        json!({ "text": "ghbvthjd", "literal": false, "limit": 10 }),
    );
    assert_eq!(found["read_as"], "примеров");
    assert_eq!(found["hits"][0]["id"], town::CITIZEN);
    assert_eq!(found["hits"][0]["title"], "Примерова Анна Сергеевна");
    assert_eq!(found["hits"][0]["title_marks"], json!([[0, 8]]));
    assert_eq!(found["hits"][0]["reason"], "surname");
    let subtitle = found["hits"][0]["subtitle"].as_str().unwrap();
    assert!(
        subtitle.starts_with("6300\u{a0}0012\u{a0}3456"),
        "{subtitle}"
    );
    let literal = hand.call(
        "search.find",
        json!({ "text": "ghbvthjd", "literal": true, "limit": 10 }),
    );
    assert_eq!(literal["hits"], json!([]));
}

#[test]
fn an_account_an_organisation_and_a_paper_are_found() {
    let office = Office::new();
    let hand = office.at_work("desk", 4);
    let find = |text: &str| {
        hand.call(
            "search.find",
            json!({ "text": text, "literal": false, "limit": 10 }),
        )
    };
    let by_account = find("6300 0012 3456");
    assert_eq!(by_account["hits"][0]["account"], town::CITIZEN_ACCOUNT);
    assert_eq!(by_account["hits"][0]["reason"], "account");
    assert_eq!(find("образец")["hits"][0]["kind"], "organisation");
    let registered = hand.claim("Прошу пересчитать сентябрь");
    let number = registered["number"].as_str().unwrap();
    let by_number = find(number);
    assert_eq!(by_number["hits"][0]["kind"], "appeal");
    assert_eq!(by_number["hits"][0]["id"], registered["appeal_id"]);
    assert_eq!(by_number["hits"][0]["reason"], "registration_number");
    // A consent leads to its client, a sheet that was given to nobody known to itself.
    let given = hand.call(
        "consent.give",
        json!({ "party_id": town::CITIZEN, "purposes": ["messages"] }),
    );
    let by_number = find(given["number"].as_str().unwrap());
    assert_eq!(by_number["hits"][0]["id"], town::CITIZEN);
    assert_eq!(by_number["hits"][0]["reason"], "registration_number");
    let sheet = json!({
        "of": { "about": "offices", "place": "Кротовка", "office_ids": ["otradny"], "party_id": null },
        "form_id": "redirect_sheet", "printer": PRINTER, "reason": "",
    });
    hand.call("paper.print", sheet);
    let journal = hand.call("paper.journal", json!({ "limit": 10 }));
    let by_number = find(journal["rows"][0]["number"].as_str().unwrap());
    assert_eq!(by_number["hits"][0]["kind"], "paper");
    assert_eq!(by_number["hits"][0]["title"], journal["rows"][0]["number"]);
}
