//! What stands on each paper: from the records and the published data to the models of `printing`.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use stoika_domain::appeal::{Appeal, Applicant, StatementForm};
use stoika_domain::body::State;
use stoika_domain::check;
use stoika_domain::follow_up::FollowUp;
use stoika_domain::ids::{ArticleId, FormId, OfficeId};
use stoika_domain::number::PaperNumber;
use stoika_domain::paper::About;
use stoika_domain::standard::{Office, OfficeAddress, Organisation};
use stoika_domain::terms::Term;
use stoika_domain::{consent, text};
use stoika_printing::{
    ANSWER_LETTER, ArticlePart, BOOK_SHEET, CLAIM_FORM, CLAIM_REFUSAL, CLAIM_SETTLEMENT, CONSENT,
    CONSENT_WITHDRAWAL, CONTRACT_AMENDMENT, CONTRACT_APPLICATION, CONTRACT_APPLICATION_CITIZEN,
    CONTRACT_DRAFT, CONTRACT_DRAFT_CITIZEN, COVER_LETTER, CardTerm, Consent, ConsentWithdrawal,
    DISAGREEMENT_PROTOCOL, DISAGREEMENT_REPLY, DOCUMENTS_RECEIPT, DataSubject, EXTENSION_NOTICE,
    FormModel, Head, INFORMATION_REQUEST, INFORMATION_SHEET, INQUIRY, InformationSheet,
    MISSING_DOCUMENTS_NOTICE, OPEN_CLAIM_NOTICE, Operator, Place, QUESTIONNAIRE, REDIRECT_SHEET,
    REFUSAL_NOTICE, REGISTRATION_CARD, REPEAT_VISIT_TICKET, RedirectSheet, RegistrationCard,
    RepeatVisitTicket, STATEMENT, STATUS_SLIP, SURVEY_REPORT, TERMINATION_AGREEMENT,
    UNCONSIDERED_NOTICE,
};
use stoika_protocol::{ActId, Subject};
use stoika_store::AppealCard as Stored;

use super::letters;
use super::receipt::handed;
use crate::api::appeal::FormChoice;
use crate::api::error::ErrorCode;
use crate::api::paper::PaperAbout;
use crate::appeal::{answer_address, channel_label};
use crate::clock::at_office;
use crate::desk::Desk;
use crate::fault::{Fault, Outcome};
use crate::session::SignedIn;
use crate::standards::Standards;
use crate::term_words;
use crate::visit::{purpose_label, step_label, step_subject};

/// Names of the forms where they are chosen.
const TITLES: [(&str, &str); 32] = [
    (REGISTRATION_CARD, "Регистрационная карточка"),
    (DOCUMENTS_RECEIPT, "Расписка о приёме документов"),
    (EXTENSION_NOTICE, "Уведомление о продлении"),
    (UNCONSIDERED_NOTICE, "Уведомление «без рассмотрения»"),
    (ANSWER_LETTER, "Ответ на обращение"),
    (INFORMATION_REQUEST, "Запрос недостающих сведений"),
    (
        MISSING_DOCUMENTS_NOTICE,
        "Уведомление о недостающих документах",
    ),
    (STATEMENT, "Обращение для подписи"),
    (CLAIM_FORM, "Претензия для подписи"),
    (CLAIM_REFUSAL, "Ответ на претензию: отказ"),
    (CLAIM_SETTLEMENT, "Ответ на претензию: предложения"),
    (OPEN_CLAIM_NOTICE, "Уведомление об открытой претензии"),
    (INFORMATION_SHEET, "Информационный лист"),
    (REDIRECT_SHEET, "Лист перенаправления"),
    (REPEAT_VISIT_TICKET, "Талон на повторный приём"),
    (CONSENT, "Согласие на обработку данных"),
    (CONSENT_WITHDRAWAL, "Отзыв согласия"),
    (BOOK_SHEET, "Лист книги жалоб и предложений"),
    (QUESTIONNAIRE, "Анкета"),
    (SURVEY_REPORT, "Отчёт об опросе"),
    (CONTRACT_APPLICATION, "Заявление о договоре"),
    (
        CONTRACT_APPLICATION_CITIZEN,
        "Заявление о договоре гражданина",
    ),
    (STATUS_SLIP, "Справка о состоянии заключения договора"),
    (REFUSAL_NOTICE, "Уведомление об отказе"),
    (CONTRACT_DRAFT, "Проект договора"),
    (CONTRACT_DRAFT_CITIZEN, "Проект договора с гражданином"),
    (CONTRACT_AMENDMENT, "Соглашение об изменении договора"),
    (
        TERMINATION_AGREEMENT,
        "Соглашение о расторжении или уменьшении объёмов",
    ),
    (COVER_LETTER, "Сопроводительное письмо"),
    (DISAGREEMENT_PROTOCOL, "Протокол разногласий"),
    (DISAGREEMENT_REPLY, "Ответ на протокол разногласий"),
    (INQUIRY, "Запрос в стороннюю организацию"),
];

/// The name of a form.
pub(crate) fn title(form: &FormId) -> String {
    TITLES
        .iter()
        .find(|(id, _)| *id == form.as_str())
        .map_or_else(|| form.to_string(), |(_, title)| (*title).to_owned())
}

/// Forms that can be printed about an appeal now.
pub(crate) fn forms_of(appeal: &Appeal) -> Outcome<Vec<FormChoice>> {
    let registered = &appeal.registered;
    let unconsidered = letters::ground(appeal).is_some();
    let is_oral = registered.form == StatementForm::Oral;
    let is_claim = crate::claim::is_claim(appeal);
    let course = &appeal.contract;
    let is_application = course.application.is_some();
    // A contract sent, refused or argued about has its own papers.
    let by_contract =
        course.sent.is_some() || course.refused.is_some() || !course.disagreements.is_empty();
    let claim_letter = letters::claim_letter(appeal);
    let wanted = [
        (REGISTRATION_CARD, true),
        (STATEMENT, is_oral && !is_claim && !is_application),
        (CLAIM_FORM, is_oral && is_claim),
        (DOCUMENTS_RECEIPT, !registered.attachments.is_empty()),
        (
            MISSING_DOCUMENTS_NOTICE,
            letters::missing(appeal).is_some() && appeal.closed.is_none(),
        ),
        (INFORMATION_REQUEST, letters::awaited(appeal).is_some()),
        (
            EXTENSION_NOTICE,
            appeal.extended.is_some() || appeal.norm_moved.is_some(),
        ),
        (
            ANSWER_LETTER,
            appeal.answered.is_some() && !unconsidered && !by_contract && claim_letter.is_none(),
        ),
        (CLAIM_REFUSAL, claim_letter == Some(CLAIM_REFUSAL)),
        (CLAIM_SETTLEMENT, claim_letter == Some(CLAIM_SETTLEMENT)),
        (OPEN_CLAIM_NOTICE, letters::rejected(appeal).is_some()),
        (UNCONSIDERED_NOTICE, unconsidered),
    ];
    wanted
        .into_iter()
        .chain(super::contract::offered(appeal))
        .filter(|(_, wanted)| *wanted)
        .map(|(id, _)| {
            let form = FormId::parse(id).map_err(Fault::internal)?;
            Ok(FormChoice {
                title: title(&form),
                copies: appeal.printed.get(&form).map_or(0, |it| it.prints),
                form_id: form.into(),
            })
        })
        .collect()
}

/// What a paper of its own is about.
pub(super) struct PaperSubject {
    pub about: About,
    /// The number that the record has already.
    pub number: Option<PaperNumber>,
    pub party: Option<String>,
}

/// What the head of a paper says of it.
pub(super) struct At {
    number: String,
    record_id: String,
    copy_mark: String,
}

/// What papers are made from.
pub(super) struct Forms<'a> {
    pub desk: &'a Desk,
    pub standards: &'a Standards,
    pub user: &'a SignedIn,
    /// The office's day.
    pub today: NaiveDate,
    /// A look on the screen: phones and e-mails are masked there, as on the cards.
    pub masked: bool,
}

pub(super) fn absent(what: &str) -> Fault {
    Fault::new(ErrorCode::DirectoryMissing).because(what)
}

impl Forms<'_> {
    pub(super) fn at(&self, number: &str, record_id: &str, copy_number: u32) -> At {
        At {
            number: number.to_owned(),
            record_id: record_id.to_owned(),
            copy_mark: if copy_number == 1 {
                format!("Экземпляр\u{a0}{copy_number}")
            } else {
                format!("Экземпляр\u{a0}{copy_number}, копия")
            },
        }
    }

    pub(super) fn organisation(&self) -> Outcome<&Organisation> {
        self.standards
            .book
            .organisation
            .as_ref()
            .ok_or_else(|| absent("no document organisation"))
    }

    fn own_office(&self) -> Outcome<Office> {
        self.desk.office()?.ok_or_else(|| absent("no own office"))
    }

    /// `site`: the further address at which it is given out, when it is not the office's first one.
    fn head_of(
        &self,
        office: &Office,
        site: Option<&OfficeAddress>,
        at: &At,
        on: NaiveDate,
        by: (String, String),
    ) -> Head {
        let (address, phones) = site.map_or((&office.address, &office.phones), |site| {
            (&site.address, &site.phones)
        });
        Head {
            office_name: office.name_ru.clone(),
            office_address: address.clone(),
            office_phone: phones
                .first()
                .map_or_else(String::new, |phone| phone.text.clone()),
            office_hours: self.standards.hours(office).map(|(hours, _)| hours),
            number: at.number.clone(),
            on,
            copy_mark: at.copy_mark.clone(),
            offline_note: self
                .desk
                .is_offline()
                .then(|| "Напечатано без связи с центром".to_owned()),
            record_id: at.record_id.clone(),
            specialist_name: by.0,
            specialist_post: by.1,
        }
    }

    /// The head of a paper that this user gives out today.
    pub(super) fn head(&self, at: &At) -> Outcome<Head> {
        let by = (self.user.short_name.clone(), self.user.post.clone());
        let office = self.own_office()?;
        let site = self.desk.site_of(&office);
        Ok(self.head_of(&office, site, at, self.today, by))
    }

    /// A form about an appeal, and the date of the document.
    pub(super) fn of_appeal(
        &self,
        form: &FormId,
        stored: &Stored,
        at: &At,
    ) -> Outcome<(FormModel, NaiveDate)> {
        match form.as_str() {
            REGISTRATION_CARD => {
                let card = self.registration_card(stored, at)?;
                let on = card.head.on;
                Ok((card.into_model(), on))
            }
            DOCUMENTS_RECEIPT if !stored.appeal.registered.attachments.is_empty() => {
                let receipt = self.documents_receipt(&stored.appeal, at)?;
                let on = receipt.head.on;
                Ok((receipt.into_model(), on))
            }
            CLAIM_FORM
                if stored.appeal.registered.form == StatementForm::Oral
                    && crate::claim::is_claim(&stored.appeal) =>
            {
                let form = self.claim_form(&stored.appeal, at)?;
                let on = form.head.on;
                Ok((form.into_model(), on))
            }
            STATEMENT
                if stored.appeal.registered.form == StatementForm::Oral
                    && !crate::claim::is_claim(&stored.appeal) =>
            {
                let statement = self.statement(&stored.appeal, at)?;
                let on = statement.head.on;
                Ok((statement.into_model(), on))
            }
            letter => Ok((self.letter_of(letter, &stored.appeal, at)?, self.today)),
        }
    }

    pub(super) fn term(&self, appeal: &Appeal) -> Outcome<Term> {
        self.standards
            .term_of(appeal)
            .ok_or_else(|| absent("no norm in force"))
    }

    /// The head of what was made when the appeal was registered, by whom and where it was: an
    /// executor elsewhere prints the same.
    pub(super) fn head_of_registration(&self, appeal: &Appeal, at: &At) -> Outcome<(Head, String)> {
        let office = self
            .standards
            .office(appeal.office_id.as_str())
            .ok_or_else(|| absent("no such office"))?;
        let post = self
            .desk
            .users()?
            .into_iter()
            .find(|(_, user)| user.short_name == appeal.registered_by)
            .map_or_else(String::new, |(_, user)| user.post);
        let when = at_office(appeal.registered_at_ms, office.utc_offset_minutes);
        let by = (appeal.registered_by.clone(), post);
        // Another desk of the office may stand at another of its addresses.
        let is_here = self
            .desk
            .enrolment()
            .is_some_and(|enrolment| enrolment.desk == appeal.desk_label);
        let site = self.desk.site_of(office).filter(|_| is_here);
        let head = self.head_of(office, site, at, when.date_naive(), by);
        Ok((head, when.format("%H:%M").to_string()))
    }

    fn registration_card(&self, stored: &Stored, at: &At) -> Outcome<RegistrationCard> {
        let standards = self.standards;
        let appeal = &stored.appeal;
        let registered = &appeal.registered;
        let applicant = &registered.applicant;
        let term = self.term(appeal)?;
        let control = term_words::view(&term);
        let contact = match &applicant.party_id {
            Some(id) => {
                let party = self.desk.replica.party(id)?;
                crate::client::phone_of(self.desk, id, party.as_ref())?
            }
            None => None,
        };
        let (head, registered_time) = self.head_of_registration(appeal, at)?;
        Ok(RegistrationCard {
            head,
            received_on: registered.received_on,
            registered_time,
            applicant: applicant.display_name.clone(),
            representative: representative(appeal),
            account: account_and_contract(applicant),
            address: applicant.address.clone(),
            contact: contact.as_deref().map(if self.masked {
                text::mask_phone
            } else {
                text::phone
            }),
            category: standards.category(registered.category.as_str()),
            topic: standards.topic(registered.topic.as_str()),
            channel: channel_label(standards, appeal),
            urgency: standards.urgency(registered.urgency.as_str()),
            text: registered.text.clone(),
            demand: registered.demand.clone(),
            documents: registered.attachments.iter().map(handed).collect(),
            answer_channel: standards.answer_channel(registered.answer_channel.as_str()),
            answer_address: answer_address(&registered.answer_address, self.masked),
            executor: appeal.executor.as_ref().map(|who| who.name.clone()),
            control_on: term.limit,
            control_term: control.amount_label,
            control_clause: term.explanation.control.clause.clone(),
            outer: term.explanation.outer.as_ref().map(|outer| CardTerm {
                on: outer.limit_on,
                term: term_words::amount_label(outer),
                clause: outer.clause.clone(),
            }),
        })
    }

    /// What a paper of its own is about, as the screen asks for it.
    pub(super) fn subject(&self, of: &PaperAbout, form: &FormId) -> Outcome<PaperSubject> {
        let not_here = || Fault::new(ErrorCode::NotFound);
        Ok(match of {
            PaperAbout::Appeal { .. } | PaperAbout::Paper { .. } => return Err(not_here()),
            PaperAbout::Article { id, party_id } => {
                crate::reference::article_row(self.standards, id)?;
                PaperSubject {
                    about: About::Article {
                        article: ArticleId::parse(id).map_err(|_| not_here())?,
                    },
                    number: None,
                    party: party_id.clone(),
                }
            }
            PaperAbout::Offices {
                place,
                office_ids,
                party_id,
            } => {
                let offices = office_ids
                    .iter()
                    .map(|id| {
                        self.standards.office(id).ok_or_else(not_here)?;
                        OfficeId::parse(id).map_err(|_| not_here())
                    })
                    .collect::<Outcome<Vec<_>>>()?;
                if offices.is_empty() {
                    return Err(not_here());
                }
                // It is printed first and written down then: what no entry holds is not printed.
                let long = self.standards.rules.settings.line_length_max;
                let place = match place.trim() {
                    "" => String::new(),
                    typed => check::free_text(typed, long)
                        .map_err(|fault| Fault::field("place", fault))?,
                };
                PaperSubject {
                    about: About::Offices { place, offices },
                    number: None,
                    party: party_id.clone(),
                }
            }
            PaperAbout::FollowUp { id } => {
                let step = self.follow_up(id)?;
                PaperSubject {
                    about: About::FollowUp { follow_up: step.id },
                    number: Some(step.agreed.number),
                    party: step.agreed.party_id,
                }
            }
            PaperAbout::BookEntry { id } => {
                let entry = crate::feedback::entry(self.desk, id)?;
                PaperSubject {
                    about: About::BookEntry {
                        book_entry: entry.id,
                    },
                    number: Some(entry.written.number),
                    party: entry.written.party_id,
                }
            }
            PaperAbout::Survey { id } => PaperSubject {
                about: About::Survey {
                    survey: crate::feedback::survey(self.desk, id)?.id,
                },
                number: None,
                party: None,
            },
            PaperAbout::Consent { id } => {
                let it = self.consent(uuid::Uuid::parse_str(id).map_err(|_| not_here())?)?;
                PaperSubject {
                    about: About::Consent { consent: it.id },
                    // Each of the two papers has its own number, whatever came after it.
                    number: if form.as_str() == CONSENT {
                        it.given.as_ref().map(|given| given.number)
                    } else {
                        it.withdrawn.as_ref().map(|withdrawn| withdrawn.number)
                    },
                    party: Some(it.party_id),
                }
            }
        })
    }

    fn follow_up(&self, id: &str) -> Outcome<FollowUp> {
        match self.desk.replica.state(step_subject(id)?)? {
            Some(State::FollowUp(step)) => Ok(*step),
            Some(_) | None => Err(Fault::new(ErrorCode::NotFound)),
        }
    }

    fn consent(&self, id: uuid::Uuid) -> Outcome<consent::Consent> {
        let subject = Subject {
            kind: stoika_domain::body::SubjectKind::Consent.number(),
            id: ActId(id),
        };
        match self.desk.replica.state(subject)? {
            Some(State::Consent(it)) => Ok(it),
            Some(_) | None => Err(Fault::new(ErrorCode::NotFound)),
        }
    }

    /// A paper of its own.
    pub(super) fn of_paper(&self, form: &FormId, about: &About, at: &At) -> Outcome<FormModel> {
        match (form.as_str(), about) {
            (INFORMATION_SHEET, About::Article { article }) => {
                Ok(self.information(article, at)?.into_model())
            }
            (REDIRECT_SHEET, About::Offices { place, offices }) => {
                Ok(self.redirect(place, offices, at)?.into_model())
            }
            (REPEAT_VISIT_TICKET, About::FollowUp { follow_up }) => {
                let step = self.follow_up(&follow_up.to_string())?;
                Ok(self.ticket(&step, at)?.into_model())
            }
            (BOOK_SHEET, About::BookEntry { book_entry }) => {
                let entry = crate::feedback::entry(self.desk, &book_entry.to_string())?;
                Ok(self.book_sheet(&entry, at)?.into_model())
            }
            (QUESTIONNAIRE, About::Survey { survey }) => {
                let survey = crate::feedback::survey(self.desk, &survey.to_string())?;
                Ok(self.questionnaire(&survey, at)?.into_model())
            }
            (SURVEY_REPORT, About::Survey { survey }) => {
                let survey = crate::feedback::survey(self.desk, &survey.to_string())?;
                Ok(self.survey_report(&survey, at)?.into_model())
            }
            (CONSENT, About::Consent { consent }) => Ok(self
                .consent_form(&self.consent(*consent)?, at)?
                .into_model()),
            (CONSENT_WITHDRAWAL, About::Consent { consent }) => {
                Ok(self.withdrawal(&self.consent(*consent)?, at)?.into_model())
            }
            (_, _) => Err(Fault::new(ErrorCode::NotFound)),
        }
    }

    fn information(&self, article: &ArticleId, at: &At) -> Outcome<InformationSheet> {
        let row = crate::reference::article_row(self.standards, article.as_str())?;
        Ok(InformationSheet {
            head: self.head(at)?,
            title: row.title_ru.clone(),
            version_on: row.version_on,
            owner: row.owner_ru.clone(),
            body: ArticlePart::of_text(&row.body_md),
            source: Some(row.clause.clone()).filter(|clause| !clause.is_empty()),
            next_time: row.next_time_ru.lines().map(ToOwned::to_owned).collect(),
        })
    }

    fn redirect(&self, place: &str, offices: &[OfficeId], at: &At) -> Outcome<RedirectSheet> {
        let organisation = self.organisation()?;
        let places: Vec<Place> = offices
            .iter()
            .filter_map(|id| self.standards.office(id.as_str()))
            .map(|office| Place {
                name: office.name_ru.clone(),
                competence: None,
                address: Some(match &office.postal_index {
                    Some(index) => format!("{index}, {}", office.address),
                    None => office.address.clone(),
                }),
                contact: Some(
                    office
                        .phones
                        .iter()
                        .map(|phone| phone.text.as_str())
                        .collect::<Vec<_>>()
                        .join(", "),
                ),
                hours: self.standards.hours(office).map(|(hours, _)| hours),
            })
            .collect();
        let why = match places.as_slice() {
            [only] => format!("Этот адрес обслуживает {}.", only.name),
            _ => "Этот адрес обслуживают несколько отделений: первым указано ближайшее по описанию зоны.".to_owned(),
        };
        Ok(RedirectSheet {
            head: self.head(at)?,
            matter: "Обслуживание по адресу".to_owned(),
            address: place.to_owned(),
            why,
            offices: places,
            take_along: organisation.take_along_ru.clone(),
            without_visit: Some(organisation.without_visit_ru.clone()),
        })
    }

    fn ticket(&self, step: &FollowUp, at: &At) -> Outcome<RepeatVisitTicket> {
        use chrono::Datelike as _;
        let agreed = &step.agreed;
        Ok(RepeatVisitTicket {
            head: self.head(at)?,
            visit_on: agreed.on,
            weekday: term_words::weekday_full(agreed.on.weekday()).to_owned(),
            time: agreed.at.map(|at| at.format("%H:%M").to_string()),
            to_whom: agreed.user_name.clone(),
            window: None,
            matter: format!("{}: {}", step_label(agreed.step), agreed.question),
            bring: self.organisation()?.take_along_ru.clone(),
        })
    }

    fn data_subject(&self, party_id: &str, name: &str) -> Outcome<DataSubject> {
        let party = self.desk.replica.party(party_id)?;
        let account = party.and_then(|party| party.accounts.first().cloned());
        let address = match account {
            Some(number) => self
                .desk
                .replica
                .account(&number)?
                .map(|row| crate::appeal::address_line(&row.address)),
            None => None,
        };
        Ok(DataSubject {
            name: name.to_owned(),
            address,
            document: None,
            representative: None,
        })
    }

    fn operator(&self) -> Outcome<Operator> {
        let organisation = self.organisation()?;
        Ok(Operator {
            name: organisation.name_ru.clone(),
            address: organisation.address_ru.clone(),
        })
    }

    fn consent_form(&self, it: &consent::Consent, at: &At) -> Outcome<Consent> {
        let given = it
            .given
            .as_ref()
            .ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
        let words = &self.organisation()?.consent;
        Ok(Consent {
            head: self.head(at)?,
            subject: self.data_subject(&it.party_id, &given.name)?,
            operator: self.operator()?,
            purposes: purpose_labels(&given.purposes),
            personal_data: words.personal_data_ru.clone(),
            actions: words.actions_ru.clone(),
            processor: None,
            term: words.term_ru.clone(),
            withdrawal: words.withdrawal_ru.clone(),
        })
    }

    fn withdrawal(&self, it: &consent::Consent, at: &At) -> Outcome<ConsentWithdrawal> {
        let withdrawn = it
            .withdrawn
            .as_ref()
            .ok_or_else(|| Fault::new(ErrorCode::NotFound))?;
        // One paper for all that one act has withdrawn.
        let number = Some(withdrawn.number);
        let given: Vec<Option<consent::Given>> = self
            .desk
            .replica
            .consents_of_party(&it.party_id)?
            .into_iter()
            .filter(|(one, _)| one.withdrawn.as_ref().map(|it| it.number) == number)
            .map(|(one, _)| one.given)
            .collect();
        let purposes: BTreeSet<consent::Purpose> = given
            .iter()
            .flat_map(|given| match given {
                Some(given) => given.purposes.clone(),
                // What was signed elsewhere is withdrawn whole.
                None => consent::Purpose::ALL.into(),
            })
            .collect();
        Ok(ConsentWithdrawal {
            head: self.head(at)?,
            subject: self.data_subject(&it.party_id, &withdrawn.name)?,
            operator: self.operator()?,
            given_on: match given.as_slice() {
                [Some(only)] => Some(only.given_on),
                // None was signed here, or several were, each on its day.
                _ => None,
            },
            purposes: purpose_labels(&purposes),
            effect: self.organisation()?.consent.effect_ru.clone(),
        })
    }
}

fn purpose_labels(purposes: &BTreeSet<consent::Purpose>) -> Vec<String> {
    purposes
        .iter()
        .map(|purpose| purpose_label(*purpose).to_owned())
        .collect()
}

/// «6363 4800 0098, № 63-ОТ-000098»: what the applicant is known by (§9 «b»).
pub(super) fn account_and_contract(applicant: &Applicant) -> Option<String> {
    let account = applicant.account_number.as_deref().map(text::account);
    let contract = applicant
        .contract
        .as_ref()
        .map(|contract| format!("№ {}", contract.number));
    let known: Vec<String> = account.into_iter().chain(contract).collect();
    (!known.is_empty()).then(|| known.join(", "))
}

pub(super) fn representative(appeal: &Appeal) -> Option<String> {
    appeal
        .registered
        .applicant
        .representative
        .as_ref()
        .map(|who| format!("{}, {}", who.name, who.authority))
}
