//! The command line: what can be asked.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use stoika_domain::role::Role;
use stoika_domain::terms::Audience;

use super::purge::PurgeArgs;
use crate::import::{HELP, ImportKind};

/// The back-office of Stoika: takes what desks write, orders it, gives each office its data.
#[derive(Debug, Parser)]
#[command(name = "stoika-backoffice", version)]
pub struct Cli {
    /// The data folder: database, keys, certificate. Made if it is not there.
    #[arg(
        long,
        global = true,
        default_value = "stoika-centre",
        value_name = "DIR"
    )]
    pub(super) data: PathBuf,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve desks until SIGTERM or Ctrl+C
    Serve(ServeArgs),
    /// Give out a one-time code for a new desk
    Enrol(EnrolArgs),
    /// Desks: list, revoke
    #[command(subcommand)]
    Desk(DeskCommand),
    /// Users: add, list, disable
    #[command(subcommand)]
    User(UserCommand),
    /// Publish the Standard's documents (norms.json, calendar.json, …) and forms (*.toml) to every office
    Publish {
        /// The folder of the documents or forms
        dir: PathBuf,
    },
    /// Import a CSV file of the supplier's own systems; `import --help` says its columns
    #[command(after_help = HELP)]
    Import(ImportArgs),
    /// Fill an office with a made-up population and users, and print their passwords
    Demo(DemoArgs),
    /// Write a made-up population of the whole region as files for `import`, and queries for it
    Population(PopulationArgs),
    /// Show how the centre stands
    Status {
        /// As JSON
        #[arg(long)]
        json: bool,
        /// Only the registration numbers of all appeals, one a line
        #[arg(long)]
        appeals: bool,
    },
    /// Contacts of clients that desks learnt: list, accept, reject
    #[command(subcommand)]
    Contacts(ContactsCommand),
    /// Show who looked at accounts of other offices, and why
    Lookups {
        /// How many, the newest first
        #[arg(long, default_value_t = 100, value_name = "N")]
        last: u32,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Give a desk whose key was lost the text that opens its replica, and write down who gave it
    Recover(RecoverArgs),
    /// Show for which desks such texts were given, by whom and why
    Recoveries {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Show who saw, unmasked, printed or saved whose card: ids and codes
    Audit(AuditArgs),
    /// Destroy personal data past their terms, by an act: `--plan` counts, `--do` destroys
    Purge(PurgeArgs),
    /// Compute a term from the published norms and calendar, and say why
    ExplainTerm(ExplainArgs),
}

#[derive(Debug, Args)]
pub(super) struct ServeArgs {
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8443", value_name = "ADDRESS:PORT")]
    pub(super) listen: SocketAddr,
    /// Write the port here once it is listened on
    #[arg(long, value_name = "FILE")]
    pub(super) port_file: Option<PathBuf>,
    /// Without TLS; on loopback only
    #[arg(long)]
    pub(super) plain: bool,
    /// What desks are told in enrolment codes, when they see the server under another address
    #[arg(long, value_name = "https://HOST:PORT")]
    pub(super) address: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct EnrolArgs {
    /// The office
    #[arg(long, value_name = "ID")]
    pub(super) office: String,
    /// Number of the window
    #[arg(long, value_name = "N")]
    pub(super) window: u16,
    /// Which of the office's further addresses it stands at (`otradny-2`); the first one when not given
    #[arg(long, value_name = "ID")]
    pub(super) site: Option<String>,
    /// How long the code is good
    #[arg(long, default_value_t = 24, value_name = "HOURS", value_parser = clap::value_parser!(u32).range(1..=720))]
    pub(super) hours: u32,
    /// The server's address, when it is not where `serve` listened last
    #[arg(long, value_name = "https://HOST:PORT")]
    pub(super) address: Option<String>,
    /// As JSON, with the desk's label and the code's end
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum DeskCommand {
    /// All desks
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Take a desk's enrolment away: it may send what it has, and gets nothing
    Revoke {
        /// Its label (`ОТ-04`) or its key
        desk: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// Add a user; without --password-stdin a password is made and printed
    Add {
        /// What he types at sign-in
        #[arg(long)]
        login: String,
        /// «Фамилия Имя Отчество»
        #[arg(long)]
        name: String,
        /// Post, as on paper
        #[arg(long)]
        post: String,
        /// specialist_contracts, specialist_payments, head, clerk or administrator
        #[arg(long, value_parser = role)]
        role: Role,
        /// The office
        #[arg(long, value_name = "ID")]
        office: String,
        /// Read the password from the first line of the standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Users of an office, or all
    List {
        /// The office
        #[arg(long, value_name = "ID")]
        office: Option<String>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Take a user's right to sign in; history keeps the name
    Disable {
        /// His login
        #[arg(long)]
        login: String,
        /// The office
        #[arg(long, value_name = "ID")]
        office: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum ContactsCommand {
    /// What waits for the centre, the oldest first
    List {
        /// Learnt at this office
        #[arg(long, value_name = "ID")]
        office: Option<String>,
        /// What is settled, too
        #[arg(long)]
        all: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Take contacts over into the customers' rows
    Accept {
        /// Their ids
        #[arg(required_unless_present = "confirmed")]
        ids: Vec<String>,
        /// All that clients confirmed as it stands on the card: nothing is to be weighed there
        #[arg(long, conflicts_with = "ids")]
        confirmed: bool,
        /// Who decides, «Фамилия Имя Отчество»
        #[arg(long)]
        by: String,
    },
    /// Turn contacts down: their desks see the reason
    Reject {
        /// Their ids
        #[arg(required = true)]
        ids: Vec<String>,
        /// Why, in Russian
        #[arg(long)]
        reason: String,
        /// Who decides, «Фамилия Имя Отчество»
        #[arg(long)]
        by: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct RecoverArgs {
    /// The desk's file `replica.key.recovery`; its window says where that lies
    #[arg(long, value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Who gives the text, «Фамилия Имя Отчество»
    #[arg(long)]
    pub(super) by: String,
    /// What happened at the desk and how it was made sure that the desk asks, in Russian
    #[arg(long)]
    pub(super) reason: String,
    /// As JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// What the file is about
    pub(super) kind: ImportKind,
    /// The file: CSV with `;` or `,`, UTF-8 or Windows-1251
    pub(super) file: PathBuf,
    /// Import nothing when one row is bad
    #[arg(long)]
    pub(super) strict: bool,
}

#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// The office
    #[arg(long, value_name = "ID")]
    pub(super) office: String,
    /// How many accounts
    #[arg(long, default_value_t = 15_000, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=999_999))]
    pub(super) accounts: u32,
    /// The same seed makes the same town
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
}

#[derive(Debug, Args)]
pub(super) struct PopulationArgs {
    /// How many accounts, shared among the offices by the size of their zones
    #[arg(long, default_value_t = 600_000, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=2_000_000))]
    pub(super) accounts: u32,
    /// The same seed makes the same files on the same day
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// The folder for the files
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// The folder of the Standard's documents
    #[arg(long, default_value = "fixtures/standard", value_name = "DIR")]
    pub(super) standard: PathBuf,
    /// The day on which the population stands so; today when it is not said
    #[arg(long, value_name = "DATE")]
    pub(super) today: Option<NaiveDate>,
}

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    /// Show instead who asked for the audit of an office from its desks
    #[arg(long, conflicts_with_all = ["office", "user", "party", "from", "to"])]
    pub(super) questions: bool,
    /// Desks of this office
    #[arg(long, value_name = "ID")]
    pub(super) office: Option<String>,
    /// A user, by login or id
    #[arg(long, value_name = "LOGIN")]
    pub(super) user: Option<String>,
    /// A client, by id
    #[arg(long, value_name = "ID")]
    pub(super) party: Option<String>,
    /// From this day on, ISO; days of the office's zone, of UTC without an office
    #[arg(long, value_name = "DATE")]
    pub(super) from: Option<NaiveDate>,
    /// Up to and with this day, ISO
    #[arg(long, value_name = "DATE")]
    pub(super) to: Option<NaiveDate>,
    /// How many, the newest
    #[arg(long, default_value_t = 100, value_name = "N")]
    pub(super) last: u32,
    /// As JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The norm, e.g. claim.citizen
    #[arg(long, value_name = "KEY")]
    pub(super) norm: String,
    /// Day of receipt, ISO
    #[arg(long, value_name = "DATE")]
    pub(super) received: NaiveDate,
    /// The channel, e.g. office
    #[arg(long, value_name = "ID")]
    pub(super) channel: Option<String>,
    /// citizen or other
    #[arg(long, value_parser = audience)]
    pub(super) audience: Option<Audience>,
    /// As JSON
    #[arg(long)]
    pub(super) json: bool,
}

fn role(name: &str) -> Result<Role, String> {
    Role::parse(name)
        .filter(|role| *role != Role::Station)
        .ok_or_else(|| "not a role of a person".to_owned())
}

fn audience(name: &str) -> Result<Audience, String> {
    Audience::parse(name).ok_or_else(|| "citizen or other".to_owned())
}
