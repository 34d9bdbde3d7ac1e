//! The published data of the Standard on this desk, parsed once until it changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use stoika_domain::appeal::{Appeal, Registered, StatementForm};
use stoika_domain::calendar::WorkCalendar;
use stoika_domain::directory::PartyKind;
use stoika_domain::ids::{ChannelId, NormKey};
use stoika_domain::intake::{IntakeRules, TermBasis};
use stoika_domain::standard::{
    self, AnswerNeeds, Article, ChecklistData, ClientKind, ConsultationTopic, ConsumerCategory,
    ContactNorm, Evidence, ExternalBody, FeedbackKind, Ground, HoursData, LegalAct, NormData,
    NotificationForm, Office, OfficeKindRow, Organisation, PaymentTerms, PriceCategory,
    PublishedTariff, Questionnaire, QueueNorms, QueueSettings, ReadingSource, ReadingWindow,
    RefusalReason, Reminder, RetentionClass, Service, StandardError,
};
use stoika_domain::terms::{NormSet, StartDates, Term};
use stoika_domain::text::case::Exceptions;

use crate::api::appeal::{AppealChoices, Choice, GroundChoice};
use crate::api::error::ErrorCode;
use crate::fault::{Fault, Outcome};

/// Documents of the Standard, by the names under which they are published.
pub(crate) struct Standards {
    /// Offices.
    pub offices: Vec<Office>,
    /// Working days.
    pub calendar: WorkCalendar,
    /// Norms of terms.
    pub norms: NormSet,
    /// Lists and settings of intake.
    pub rules: IntakeRules,
    /// What the reference book and the card say: empty where a document has not come yet.
    pub book: Book,
}

/// Documents that no act depends on.
#[derive(Default)]
pub(crate) struct Book {
    /// Grounds to leave an appeal without consideration.
    pub grounds: Vec<Ground>,
    /// Topics of consultation.
    pub consultation_topics: Vec<ConsultationTopic>,
    /// Articles.
    pub articles: Vec<Article>,
    /// Checklists of documents.
    pub checklists: Option<ChecklistData>,
    /// Forms of notification.
    pub notification_forms: Vec<NotificationForm>,
    /// Categories of consumers.
    pub consumer_categories: Vec<ConsumerCategory>,
    /// Price categories.
    pub price_categories: Vec<PriceCategory>,
    /// Kinds of clients.
    pub client_kinds: Vec<ClientKind>,
    /// Tariffs.
    pub tariffs: Vec<PublishedTariff>,
    /// Kinds of offices.
    pub office_kinds: Vec<OfficeKindRow>,
    /// Where else a client may apply.
    pub external_bodies: Vec<ExternalBody>,
    /// The supplier as papers name it.
    /// Cases of names that the rules get wrong.
    pub name_cases: Exceptions,
    pub organisation: Option<Organisation>,
    /// Hours of offices to which the Standard gives none.
    pub hours: Option<HoursData>,
    /// Norms of reception, 6.3.
    pub queue_norms: Option<Arc<QueueNorms>>,
    /// Settings of the electronic queue.
    pub queue: Option<Arc<QueueSettings>>,
    /// Norms of the telephone, 7.2.
    pub contact_norms: Vec<ContactNorm>,
    /// Days of payment, steps of the penalty.
    pub payment_terms: Option<PaymentTerms>,
    /// How readings come.
    pub reading_sources: Vec<ReadingSource>,
    /// On what days of the month.
    pub reading_windows: Vec<ReadingWindow>,
    /// What clients come for.
    pub services: Vec<Service>,
    /// Kinds of feedback.
    pub feedback_kinds: Vec<FeedbackKind>,
    /// What visitors are asked.
    pub questionnaires: Vec<Questionnaire>,
    /// Why a contract may be refused.
    pub refusal_reasons: Vec<RefusalReason>,
    /// What clients are reminded of.
    pub reminders: Vec<Reminder>,
    /// Acts to cite.
    pub legal_base: Vec<LegalAct>,
    /// How long data are kept.
    pub retention: Vec<RetentionClass>,
    /// Norms as published, with those not in force.
    pub norm_data: Option<NormData>,
}

impl Book {
    fn parse(documents: &BTreeMap<String, String>) -> Result<Self, StandardError> {
        fn read<T: Default>(
            documents: &BTreeMap<String, String>,
            name: &str,
            parse: impl FnOnce(&str) -> Result<T, StandardError>,
        ) -> Result<T, StandardError> {
            documents
                .get(name)
                .map_or_else(|| Ok(T::default()), |json| parse(json))
        }
        Ok(Self {
            grounds: read(documents, "grounds", standard::grounds)?,
            consultation_topics: read(
                documents,
                "consultation_topics",
                standard::consultation_topics,
            )?,
            articles: read(documents, "articles", standard::articles)?,
            checklists: read(documents, "checklists", |json| {
                standard::checklists(json).map(Some)
            })?,
            notification_forms: read(
                documents,
                "notification_forms",
                standard::notification_forms,
            )?,
            consumer_categories: read(
                documents,
                "consumer_categories",
                standard::consumer_categories,
            )?,
            price_categories: read(documents, "price_categories", standard::price_categories)?,
            client_kinds: read(documents, "client_kinds", standard::client_kinds)?,
            tariffs: read(documents, "tariffs", standard::tariffs)?,
            office_kinds: read(documents, "office_kinds", standard::office_kinds)?,
            external_bodies: read(documents, "external_bodies", standard::external_bodies)?,
            name_cases: read(documents, "name_cases", standard::name_cases)?,
            organisation: read(documents, "organisation", |json| {
                standard::organisation(json).map(Some)
            })?,
            hours: read(documents, "hours", |json| standard::hours(json).map(Some))?,
            queue_norms: read(documents, "queue_norms", |json| {
                standard::queue_norms(json).map(|norms| Some(Arc::new(norms)))
            })?,
            queue: read(documents, "queue", |json| {
                standard::queue(json).map(|settings| Some(Arc::new(settings)))
            })?,
            contact_norms: read(documents, "contact_norms", standard::contact_norms)?,
            payment_terms: read(documents, "payment_terms", |json| {
                standard::payment_terms(json).map(Some)
            })?,
            reading_sources: read(documents, "reading_sources", standard::reading_sources)?,
            reading_windows: read(documents, "reading_windows", standard::reading_windows)?,
            services: read(documents, "services", standard::services)?,
            feedback_kinds: read(documents, "feedback_kinds", standard::feedback_kinds)?,
            questionnaires: read(documents, "questionnaires", standard::questionnaires)?,
            refusal_reasons: read(documents, "refusal_reasons", standard::refusal_reasons)?,
            reminders: read(documents, "reminders", standard::reminders)?,
            legal_base: read(documents, "legal_base", standard::legal_base)?,
            retention: read(documents, "retention", standard::retention)?,
            norm_data: read(documents, "norms", |json| {
                standard::norm_data(json).map(Some)
            })?,
        })
    }
}

impl Standards {
    /// Parses the documents; `rules_version` is the directory position that they stand at.
    ///
    /// # Errors
    /// `directory-missing` while one has not come yet or cannot be read.
    pub(crate) fn parse(documents: &BTreeMap<String, String>, rules_version: u64) -> Outcome<Self> {
        let document = |name: &str| {
            documents.get(name).map(String::as_str).ok_or_else(|| {
                Fault::new(ErrorCode::DirectoryMissing).because(format!("no document {name}"))
            })
        };
        let unfit = |error: StandardError| Fault::new(ErrorCode::DirectoryMissing).because(error);
        let book = Book::parse(documents).map_err(unfit)?;
        Ok(Self {
            offices: standard::offices(document("offices")?).map_err(unfit)?,
            calendar: standard::calendar(document("calendar")?).map_err(unfit)?,
            norms: standard::norms(document("norms")?).map_err(unfit)?,
            rules: IntakeRules {
                categories: standard::categories(document("categories")?).map_err(unfit)?,
                topics: standard::topics(document("topics")?).map_err(unfit)?,
                channels: standard::channels(document("channels")?).map_err(unfit)?,
                answer_channels: standard::answer_channels(document("answer_channels")?)
                    .map_err(unfit)?,
                urgencies: standard::urgencies(document("urgency")?).map_err(unfit)?,
                term_keys: standard::term_keys(document("term_keys")?).map_err(unfit)?,
                checklists: book.checklists.clone(),
                settings: standard::settings(document("settings")?).map_err(unfit)?,
                rules_version,
            },
            book,
        })
    }

    /// Settings of the electronic queue; `None` before they are published.
    pub(crate) fn queue(&self) -> Option<&Arc<QueueSettings>> {
        self.book.queue.as_ref()
    }

    /// An office's hours in words, and whether the Standard gives them or a setting does.
    pub(crate) fn hours(&self, office: &Office) -> Option<(String, bool)> {
        match (&office.working_hours_ru, &self.book.hours) {
            (Some(own), _) => Some((own.clone(), true)),
            (None, Some(hours)) => Some((hours.office_default.text_ru.clone(), false)),
            (None, None) => None,
        }
    }

    /// An office by its name.
    pub(crate) fn office(&self, id: &str) -> Option<&Office> {
        self.offices.iter().find(|office| office.id.as_str() == id)
    }

    /// The term of a form half typed. `None` when no norm is in force for it.
    pub(crate) fn term_of_basis(&self, basis: &TermBasis) -> Option<Term> {
        self.norms
            .resolve(
                &basis.norm_key,
                Some(basis.audience),
                Some(&basis.channel),
                basis.received_on,
            )
            .and_then(|norms| {
                norms.compute(&StartDates::received(basis.received_on), &self.calendar)
            })
            .ok()
    }

    /// Whether rules of today were not there yet on the day of receipt: what came in then has no
    /// control date, and would never be late.
    pub(crate) fn lies_before_rules(&self, basis: &TermBasis, today: NaiveDate) -> bool {
        let none_on = |day: NaiveDate| {
            let (audience, channel) = (Some(basis.audience), Some(&basis.channel));
            let found = self.norms.resolve(&basis.norm_key, audience, channel, day);
            found.is_err()
        };
        none_on(basis.received_on) && !none_on(today)
    }

    /// The term of a norm that runs from an event of that day, whoever it is owed to.
    pub(crate) fn term_from(&self, key: &NormKey, on: NaiveDate) -> Option<Term> {
        self.norms
            .resolve(key, None, None, on)
            .and_then(|norms| norms.compute(&StartDates::received(on), &self.calendar))
            .ok()
    }

    /// The term of a registered appeal.
    pub(crate) fn term_of_appeal(
        &self,
        registered: &Registered,
        dates: &StartDates,
    ) -> Option<Term> {
        self.term_by(&registered.norm_key, registered, dates)
    }

    /// The term of an appeal as it stands.
    pub(crate) fn term_of(&self, appeal: &Appeal) -> Option<Term> {
        let (norm, dates) = appeal.running();
        self.term_by(&norm, &appeal.registered, &dates)
    }

    /// The term of a norm for what was registered so.
    fn term_by(&self, norm: &NormKey, registered: &Registered, dates: &StartDates) -> Option<Term> {
        let (audience, channel) = (Some(registered.audience), Some(&registered.channel));
        self.norms
            .resolve(norm, audience, channel, dates.received_on)
            .and_then(|norms| norms.compute(dates, &self.calendar))
            .ok()
    }

    /// «Ответ, который требует изучения»: what a norm is for.
    pub(crate) fn norm_title(&self, key: &NormKey) -> String {
        self.book
            .norm_data
            .iter()
            .flat_map(|data| &data.norms)
            .find(|norm| norm.key == *key)
            .map_or_else(|| key.to_string(), |norm| norm.title_ru.clone())
    }

    /// Every office.
    pub(crate) fn offices(&self) -> &[Office] {
        &self.offices
    }

    /// Whether the working day after that day is over.
    pub(crate) fn is_past_working_day(&self, since: NaiveDate, today: NaiveDate) -> bool {
        let mut days = since.iter_days().skip(1).take_while(|day| *day < today);
        days.any(|day| self.calendar.is_working(day))
    }

    /// What is left until a control date.
    pub(crate) fn left(&self, due_on: NaiveDate, today: NaiveDate) -> (String, crate::api::Tone) {
        crate::term_words::left(due_on, today, &self.calendar)
    }

    /// «Претензия».
    pub(crate) fn category(&self, id: &str) -> String {
        let rows = &self.rules.categories;
        label(rows.iter().map(|row| (row.id.as_str(), &row.short_ru)), id)
    }

    /// «Расчёты стоимости».
    pub(crate) fn topic(&self, id: &str) -> String {
        let rows = &self.rules.topics;
        label(rows.iter().map(|row| (row.id.as_str(), &row.title_ru)), id)
    }

    /// «Лично».
    pub(crate) fn channel(&self, id: &ChannelId) -> String {
        let rows = &self.rules.channels;
        label(
            rows.iter().map(|row| (row.id.as_str(), &row.title_ru)),
            id.as_str(),
        )
    }

    /// «Обычная».
    pub(crate) fn urgency(&self, id: &str) -> String {
        let rows = &self.rules.urgencies;
        label(rows.iter().map(|row| (row.id.as_str(), &row.title_ru)), id)
    }

    /// «Заказным письмом».
    pub(crate) fn answer_channel(&self, id: &str) -> String {
        let rows = &self.rules.answer_channels;
        label(rows.iter().map(|row| (row.id.as_str(), &row.title_ru)), id)
    }

    /// The lists of the form.
    pub(crate) fn choices(&self) -> AppealChoices {
        let rules = &self.rules;
        AppealChoices {
            categories: rules
                .categories
                .iter()
                .map(|row| Choice::new(row.id.as_str(), &row.short_ru))
                .collect(),
            topics: rules
                .topics
                .iter()
                .map(|row| Choice::new(row.id.as_str(), &row.title_ru))
                .collect(),
            channels: rules
                .channels
                .iter()
                .map(|row| Choice {
                    forms: Some(forms(&row.forms)),
                    ..Choice::new(row.id.as_str(), &row.title_ru)
                })
                .collect(),
            answer_channels: rules
                .answer_channels
                .iter()
                .map(|row| Choice {
                    forms: Some(forms(&row.forms)),
                    needs: needs(row.needs),
                    ..Choice::new(row.id.as_str(), &row.title_ru)
                })
                .collect(),
            urgencies: rules
                .urgencies
                .iter()
                .map(|row| Choice {
                    default: row.default.then_some(true),
                    ..Choice::new(row.id.as_str(), &row.title_ru)
                })
                .collect(),
            outcomes: crate::appeal::outcomes(),
            grounds: self.book.grounds.iter().map(ground).collect(),
        }
    }

    /// «SMS-сообщением».
    pub(crate) fn notification(&self, id: &str) -> String {
        let rows = &self.book.notification_forms;
        label(rows.iter().map(|row| (row.id.as_str(), &row.title_ru)), id)
    }

    /// «Городское население, электроплиты».
    pub(crate) fn consumer_category(&self, id: &str) -> String {
        let rows = &self.book.consumer_categories;
        label(rows.iter().map(|row| (row.id.as_str(), &row.title_ru)), id)
    }

    /// «Гражданин-потребитель».
    pub(crate) fn client_kind(&self, kind: PartyKind) -> String {
        self.book
            .client_kinds
            .iter()
            .find(|row| row.id == kind)
            .map_or_else(String::new, |row| row.title_ru.clone())
    }

    /// «Третья ценовая категория».
    pub(crate) fn price_category(&self, number: u8) -> String {
        self.book
            .price_categories
            .iter()
            .find(|row| row.number == number)
            .map_or_else(|| number.to_string(), |row| row.title_ru.clone())
    }

    /// «Сроки выполнения действий».
    pub(crate) fn consultation_topic(&self, id: &str) -> String {
        let rows = &self.book.consultation_topics;
        label(rows.iter().map(|row| (row.id.as_str(), &row.title_ru)), id)
    }

    /// A ground by its code.
    pub(crate) fn ground(&self, id: &str) -> Option<&Ground> {
        self.book.grounds.iter().find(|row| row.id == id)
    }

    /// «Жалоба».
    pub(crate) fn feedback_kind(&self, id: &str) -> String {
        let row = self.book.feedback_kinds.iter().find(|row| row.id == id);
        row.map_or_else(|| id.to_owned(), |row| row.title_ru.clone())
    }

    /// «Суд».
    pub(crate) fn external_body(&self, id: &str) -> String {
        let rows = &self.book.external_bodies;
        label(rows.iter().map(|row| (row.id.as_str(), &row.title_ru)), id)
    }

    /// «Отрадненское отделение».
    pub(crate) fn office_name(&self, id: &str) -> String {
        self.office(id)
            .map_or_else(|| id.to_owned(), |office| office.name_ru.clone())
    }
}

fn ground(row: &Ground) -> GroundChoice {
    GroundChoice {
        code: row.id.clone(),
        label: row.short_ru.clone(),
        clause: row.clause.clone().unwrap_or_default(),
        evidence_hint: row.evidence_ru.clone().unwrap_or_default(),
        needs_former: match row.evidence {
            Evidence::FormerAppeal => true,
            Evidence::None | Evidence::Note => false,
        },
    }
}

/// The words of a code; a code that a newer publication has left behind stands for itself.
fn label<'a>(mut rows: impl Iterator<Item = (&'a str, &'a String)>, id: &str) -> String {
    rows.find(|(code, _)| *code == id)
        .map_or_else(|| id.to_owned(), |(_, label)| label.clone())
}

fn forms(forms: &[StatementForm]) -> Vec<String> {
    forms
        .iter()
        .map(|form| crate::appeal::form_code(*form).to_owned())
        .collect()
}

fn needs(needs: AnswerNeeds) -> Option<String> {
    match needs {
        AnswerNeeds::Postal => Some("postal".to_owned()),
        AnswerNeeds::Email => Some("email".to_owned()),
        AnswerNeeds::Phone => Some("phone".to_owned()),
        AnswerNeeds::Nothing => None,
    }
}
