//! The centre helps a desk whose key was lost: what it gives, to whom it does not, and what it writes down.

use std::path::Path;

use stoika_backoffice::Centre;
use stoika_exchange::Invite;
use stoika_protocol::message::encode;
use stoika_protocol::recovery::RECOVERY_FILE_VERSION;
use stoika_protocol::seal::challenge_hash;
use stoika_protocol::{
    Enrol, EnrolReply, EnrolSecret, KeyId, RecoveryFile, RecoveryFileId, RecoveryKey,
    RecoveryRequest, RecoveryText, Signer,
};

use crate::commands::{Desk as Office, NOW_MS};

const KEY: RecoveryKey = RecoveryKey([7; 16]);
const FILE: RecoveryFileId = RecoveryFileId([5; 16]);
const BY: &str = "Администратор Анна Андреевна";

/// Lets a desk in.
fn enrolled(office: &Office, seed: u8) -> (Signer, EnrolReply) {
    let centre = Centre::open(&office.data(), &office.ambient()).unwrap();
    let secret = EnrolSecret([seed; 10]);
    centre
        .exchange
        .invite(&Invite {
            secret,
            office: "otradny".to_owned(),
            window: u16::from(seed),
            prefix: "ОТ".to_owned(),
            expires_at_ms: i64::MAX,
        })
        .unwrap();
    let signer = Signer::from_seed(&[seed; 32]);
    let enrol = Enrol {
        secret,
        key: signer.verifying_key().to_bytes(),
        proof: signer.sign(&challenge_hash(&Enrol::proof_nonce(&secret))),
        program: "test".to_owned(),
    };
    let reply = centre.exchange.enrol(&enrol, NOW_MS).unwrap().unwrap();
    (signer, reply)
}

/// The file that a desk lays beside its replica.
fn file(recipient: &str, desk_key: KeyId) -> RecoveryFile {
    let request = RecoveryRequest {
        key: KEY,
        file: FILE,
        desk_key,
    };
    let to: age::x25519::Recipient = recipient.parse().unwrap();
    RecoveryFile {
        version: RECOVERY_FILE_VERSION,
        id: FILE,
        recipient: recipient.to_owned(),
        wrapped: age::encrypt(&to, &encode(&request)).unwrap(),
        sealed: vec![1; 48],
        mark: [2; 16],
    }
}

fn asked<'a>(path: &'a str, by: &'a str, reason: &'a str) -> [&'a str; 7] {
    ["recover", "--file", path, "--by", by, "--reason", reason]
}

fn refused(office: &Office, bytes: &[u8]) -> String {
    let path = office.file("replica.key.recovery", bytes);
    let error = office.error(&asked(&path, BY, "Перенесён диск"));
    assert_eq!(office.ok(&["recoveries"]), "", "{error}");
    error.to_string()
}

#[test]
fn a_desk_gets_its_text_and_who_gave_it_is_written_down() {
    let office = Office::new();
    let (signer, reply) = enrolled(&office, 4);
    let bytes = encode(&file(&reply.recovery.unwrap(), signer.id()));
    let path = office.file("replica.key.recovery", &bytes);
    let given = office.ok(&asked(&path, BY, "Перенесён диск, звонил начальник"));
    let text = given.lines().last().unwrap();
    let read = RecoveryText::parse(text).unwrap();
    assert_eq!(read.key_for(&FILE), Some(KEY));
    assert!(given.contains("ОТ-04"), "{given}");
    let kept = office.json(&["recoveries", "--json"]);
    assert_eq!(kept.as_array().unwrap().len(), 1);
    assert_eq!(kept[0]["desk"], "ОТ-04");
    assert_eq!(kept[0]["by"], BY);
    assert_eq!(kept[0]["reason"], "Перенесён диск, звонил начальник");
    assert_eq!(kept[0]["at_ms"], NOW_MS);
    // The text stands in no table.
    assert!(!kept.to_string().contains(text));
    let lines = office.ok(&["recoveries"]);
    assert!(lines.contains("ОТ-04") && lines.contains(BY), "{lines}");
}

#[test]
fn who_may_not_have_a_text_gets_none() {
    let office = Office::new();
    let (signer, reply) = enrolled(&office, 4);
    let recipient = reply.recovery.unwrap();
    let whole = file(&recipient, signer.id());
    let bytes = encode(&whole);

    let cut = refused(&office, &bytes[..bytes.len() - 9]);
    assert!(cut.contains("no recovery file"), "{cut}");
    let mut changed = whole.clone();
    *changed.wrapped.last_mut().unwrap() ^= 1;
    let changed = refused(&office, &encode(&changed));
    assert!(changed.contains("was changed"), "{changed}");
    // Put together of two files: the text would open neither.
    let mut mixed = whole;
    mixed.id = RecoveryFileId([6; 16]);
    let mixed = refused(&office, &encode(&mixed));
    assert!(mixed.contains("was changed"), "{mixed}");

    let stranger = Signer::from_seed(&[9; 32]).id();
    let stranger = refused(&office, &encode(&file(&recipient, stranger)));
    assert!(stranger.contains("no desk with this key"), "{stranger}");
    let (_, elsewhere) = enrolled(&Office::new(), 4);
    let other = file(&elsewhere.recovery.unwrap(), signer.id());
    let other = refused(&office, &encode(&other));
    assert!(other.contains("another centre"), "{other}");

    let path = office.file("replica.key.recovery", &bytes);
    let nobody = office.error(&asked(&path, " ", "Перенесён диск"));
    assert!(nobody.to_string().contains("--by"), "{nobody}");
    // A laptop that was stolen.
    office.ok(&["desk", "revoke", "ОТ-04"]);
    let revoked = refused(&office, &bytes);
    assert!(revoked.contains("ОТ-04` was revoked"), "{revoked}");
}

#[test]
fn the_recovery_key_is_made_once_for_its_owner_alone() {
    let office = Office::new();
    let (_, first) = enrolled(&office, 4);
    let (_, second) = enrolled(&office, 5);
    assert!(first.recovery.as_ref().unwrap().starts_with("age1"));
    assert_eq!(first.recovery, second.recovery);
    let path = office.data().join("recovery.key");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    // A file that is no key is never replaced: every desk is wrapped to the one that stood there.
    std::fs::write(&path, "noise").unwrap();
    let error = office.error(&["recoveries"]).to_string();
    assert!(error.contains("recovery.key"), "{error}");
    assert_eq!(std::fs::read_to_string(Path::new(&path)).unwrap(), "noise");
}
