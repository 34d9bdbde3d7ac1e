//! The one search (Ctrl+K): hits in words, with the letters that matched.

use stoika_domain::directory::PartyKind;
use stoika_domain::text;
use stoika_store::{ClientHit, Hit, MatchReason as Why, marks};

use crate::api::search::{Find, Found, HitKind, MatchReason, SearchHit};
use crate::appeal::address_line;
use crate::clock::at_office;
use crate::desk::Desk;
use crate::fault::Outcome;
use crate::session::Session;
use crate::standards::Standards;
use crate::workstation::Workstation;

/// Hits that a list shows.
const HITS_MAX: u32 = 100;

/// `search.find`.
pub(crate) fn find(workstation: &Workstation, _: &Session, input: Find) -> Outcome<Found> {
    let desk = workstation.desk()?;
    let standards = desk.standards()?;
    let limit = usize::try_from(input.limit.min(HITS_MAX)).unwrap_or(0);
    let found = desk.replica.search(&input.text, input.literal, limit)?;
    Ok(Found {
        hits: found
            .hits
            .into_iter()
            .map(|hit| hit_view(&desk, &standards, hit, &found.words))
            .collect::<Outcome<_>>()?,
        read_as: found.read_as,
        as_of_ms: found.as_of_ms.unwrap_or_default(),
    })
}

fn hit_view(
    desk: &Desk,
    standards: &Standards,
    hit: stoika_store::SearchHit,
    words: &[String],
) -> Outcome<SearchHit> {
    let by_account = hit.by_account;
    let reason = reason(hit.reason);
    let mut view = match hit.hit {
        Hit::Client(client) => client_view(*client, by_account, reason),
        Hit::Paper(paper) => SearchHit {
            kind: HitKind::Paper,
            id: paper.id.to_string(),
            account: None,
            subtitle: format!(
                "{}, {}",
                crate::paper::title(&paper.issued.form_id),
                at_office(paper.issued_at_ms, desk.utc_offset_minutes()?).format("%d.%m.%Y")
            ),
            title: paper.issued.number.to_string(),
            title_marks: Vec::new(),
            subtitle_marks: Vec::new(),
            reason,
        },
        Hit::Appeal(row) => SearchHit {
            kind: HitKind::Appeal,
            id: row.id.to_string(),
            account: row.account,
            subtitle: format!(
                "{}, {}",
                standards.category(&row.category),
                text::short_name(&row.applicant)
            ),
            title: row.number,
            title_marks: Vec::new(),
            subtitle_marks: Vec::new(),
            reason,
        },
    };
    view.title_marks = marks(&view.title, words);
    view.subtitle_marks = marks(&view.subtitle, words);
    Ok(view)
}

fn client_view(client: ClientHit, by_account: bool, reason: MatchReason) -> SearchHit {
    let kind = match client.party.as_ref().map(|party| party.kind) {
        None | Some(PartyKind::Citizen | PartyKind::SoleTrader) => HitKind::Person,
        Some(
            PartyKind::LegalEntity
            | PartyKind::UtilityProvider
            | PartyKind::StateCustomer
            | PartyKind::Reseller
            | PartyKind::NetworkCompany,
        ) => HitKind::Organisation,
    };
    let subtitle = client
        .account
        .as_ref()
        .map_or_else(String::new, |(number, account)| {
            format!(
                "{}, {}",
                text::account(number),
                address_line(&account.address)
            )
        });
    SearchHit {
        kind,
        id: client.party_id,
        account: client
            .account
            .filter(|_| by_account)
            .map(|(number, _)| number),
        title: client.party.map_or_else(String::new, |party| party.name),
        subtitle,
        title_marks: Vec::new(),
        subtitle_marks: Vec::new(),
        reason,
    }
}

fn reason(why: Why) -> MatchReason {
    match why {
        Why::Surname => MatchReason::Surname,
        Why::SurnameYo => MatchReason::SurnameYo,
        Why::Name => MatchReason::Name,
        Why::Address => MatchReason::Address,
        Why::NameAndAddress => MatchReason::NameAndAddress,
        Why::Account => MatchReason::Account,
        Why::Phone => MatchReason::Phone,
        Why::Contract => MatchReason::Contract,
        Why::Meter => MatchReason::Meter,
        Why::RegistrationNumber => MatchReason::RegistrationNumber,
        Why::Applicant => MatchReason::Applicant,
    }
}
