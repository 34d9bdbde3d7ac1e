//! What the window hears.

use serde_json::json;
use stoika_testkit::town;

use crate::office::Office;

#[test]
fn a_registration_tells_the_list_the_appeal_the_client_and_the_link() {
    let office = Office::new();
    let mut hand = office.at_work("desk", 4);
    hand.until("link.state", &json!({}), |state| state["mode"] == "online");
    office.centre.cut();
    hand.until("link.state", &json!({}), |state| state["mode"] == "offline");
    let mut fresh = hand.workstation.changes();
    let id = hand.claim("Прошу пересчитать")["appeal_id"].clone();
    let tags = office.runtime.block_on(fresh.next()).unwrap();
    for tag in [
        "appeals".to_owned(),
        "link".to_owned(),
        format!("appeal:{}", id.as_str().unwrap()),
        format!("client:{}", town::CITIZEN),
    ] {
        assert!(tags.contains(&tag), "{tag} is not among {tags:?}");
    }
}
