//! Names of directory rows: short ASCII words chosen by the back-office.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The text is not a name of a row: empty, over 64 bytes, or with other characters than
/// letters, digits, `.`, `-`, `_`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a name of a directory row")]
pub struct BadId;

macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads a name.
            ///
            /// # Errors
            /// [`BadId`] when the text is no name of a row.
            pub fn parse(text: &str) -> Result<Self, BadId> {
                let fits = !text.is_empty()
                    && text.len() <= 64
                    && text
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
                if fits { Ok(Self(text.to_owned())) } else { Err(BadId) }
            }

            /// The name.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;

            fn try_from(text: String) -> Result<Self, BadId> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

row_id!(
    /// An office (отделение, ЦОК, пункт приёма), §6.1, e.g. `otradny`.
    OfficeId
);
row_id!(
    /// A norm (норматив срока), e.g. `claim.citizen`.
    NormKey
);
row_id!(
    /// A category of appeal (категория обращения), 3.16, e.g. `claim`.
    CategoryId
);
row_id!(
    /// A topic of appeal (тема), Приложение 1 п. 1.1, e.g. `calculation`.
    TopicId
);
row_id!(
    /// A channel by which an appeal came (канал), 3.16 and 10.2, e.g. `office`.
    ChannelId
);
row_id!(
    /// A channel of the answer (способ ответа), Приложение 1 п. 1.3, e.g. `registered_letter`.
    AnswerChannelId
);
row_id!(
    /// A category of urgency (категория срочности), 10.2, e.g. `ordinary`.
    UrgencyId
);
row_id!(
    /// A printed form (бланк), e.g. `registration_card`.
    FormId
);
row_id!(
    /// A topic of consultation (тема консультации), 8.1, e.g. `documents`.
    ConsultationTopicId
);
row_id!(
    /// A reference article (справочная статья), 8.1, e.g. `debt-how-to-pay`.
    ArticleId
);
row_id!(
    /// What a client comes for (услуга), R94, e.g. `readings`.
    ServiceId
);
row_id!(
    /// A stream of the queue (поток), R103: `head`, `contracts`, `payments`.
    StreamId
);
row_id!(
    /// What a client writes in the book (вид отзыва), 10.2: `complaint`.
    FeedbackKindId
);
row_id!(
    /// A ground to be served before others (льготная категория), e.g. `veteran`.
    PriorityClassId
);
