//! The command line: what each command says.

mod args;
mod purge;

use std::io::{Read as _, Write};

use chrono::{DateTime, Duration, NaiveDate};
use serde::Serialize;
use stoika_domain::directory::{User, kind};
use stoika_domain::standard::{self, Office};

use crate::centre::{Ambient, Centre, document_error};
use crate::contacts::Decision;
use crate::error::{CentreError, at};
use crate::import::{self, BadRow, put};
use crate::people::{self, NewUser};
use crate::serve::{Serving, serve};
use crate::{
    auditing, contacts, enrolling, explaining, looking, population, publishing, recovering, status,
};
use args::{
    AuditArgs, Command, ContactsCommand, DemoArgs, DeskCommand, EnrolArgs, ExplainArgs, ImportArgs,
    PopulationArgs, RecoverArgs, ServeArgs, UserCommand,
};

pub use args::Cli;

/// Rows of the demo that one transaction publishes.
const DEMO_BATCH_ROWS: usize = 20_000;
/// Bad rows of a file that are told one by one; all are counted.
const BAD_ROWS_TOLD: u64 = 1000;

/// Runs a command, writing its answer to `out`.
///
/// # Errors
/// Why it did nothing, in words for an administrator.
pub fn run(cli: Cli, ambient: &Ambient, out: &mut dyn Write) -> Result<(), CentreError> {
    let centre = || Centre::open(&cli.data, ambient);
    match cli.command {
        Command::Population(args) => run_population(ambient, &args, out),
        Command::Serve(args) => run_serve(centre()?, ambient, args, out),
        Command::Enrol(args) => run_enrol(&centre()?, ambient, &args, out),
        Command::Desk(command) => run_desk(&centre()?, ambient, &command, out),
        Command::User(command) => run_user(&centre()?, ambient, command, out),
        Command::Publish { dir } => {
            let published = publishing::publish(&centre()?, &dir)?;
            say(
                out,
                &format!(
                    "{} documents published, {} unchanged; position {}",
                    published.changed, published.unchanged, published.position
                ),
            )
        }
        Command::Import(args) => run_import(&centre()?, ambient, &args, out),
        Command::Demo(args) => run_demo(&centre()?, ambient, &args, out),
        Command::Status { json, appeals } => run_status(&centre()?, json, appeals, out),
        Command::Contacts(command) => run_contacts(&centre()?, ambient, command, out),
        Command::Lookups { last, json } => run_lookups(&centre()?, last, json, out),
        Command::Recover(args) => run_recover(&centre()?, ambient, &args, out),
        Command::Recoveries { json } => run_recoveries(&centre()?, json, out),
        Command::Audit(args) => run_audit(&centre()?, args, out),
        Command::Purge(args) => purge::run(&centre()?, ambient, args, out),
        Command::ExplainTerm(args) => run_explain(&centre()?, &args, out),
    }
}

fn say(out: &mut dyn Write, text: &str) -> Result<(), CentreError> {
    writeln!(out, "{text}").and_then(|()| out.flush())?;
    Ok(())
}

fn say_json(out: &mut dyn Write, value: &impl Serialize) -> Result<(), CentreError> {
    let json = serde_json::to_string_pretty(value)
        .map_err(|error| CentreError::Asked(error.to_string()))?;
    say(out, &json)
}

fn run_serve(
    centre: Centre,
    ambient: &Ambient,
    args: ServeArgs,
    out: &mut dyn Write,
) -> Result<(), CentreError> {
    let serving = Serving {
        listen: args.listen,
        port_file: args.port_file,
        plain: args.plain,
        address: args.address,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut told = Ok(());
        let ready = |address: &str| told = say(out, &format!("listening on {address}"));
        serve(centre, ambient, &serving, ready, stop_signal()).await?;
        told
    })
}

/// Done at SIGTERM or Ctrl+C.
async fn stop_signal() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}

fn run_enrol(
    centre: &Centre,
    ambient: &Ambient,
    args: &EnrolArgs,
    out: &mut dyn Write,
) -> Result<(), CentreError> {
    let given = enrolling::invite(
        centre,
        ambient,
        &args.office,
        args.window,
        args.hours,
        args.address.as_deref(),
        args.site.as_deref(),
    )?;
    if args.json {
        say_json(out, &given)
    } else {
        say(out, &given.code)
    }
}

fn run_desk(
    centre: &Centre,
    ambient: &Ambient,
    command: &DeskCommand,
    out: &mut dyn Write,
) -> Result<(), CentreError> {
    match command {
        DeskCommand::List { json: true } => say_json(out, &enrolling::desks(centre)?),
        DeskCommand::List { json: false } => {
            for desk in enrolling::desks(centre)? {
                let revoked = if desk.revoked_at_ms.is_some() {
                    "  revoked"
                } else {
                    ""
                };
                say(
                    out,
                    &format!(
                        "{}  {}  window {}  seen {}  {}{revoked}",
                        desk.desk,
                        desk.office,
                        desk.window,
                        desk.seen_at_ms.map_or_else(|| "never".to_owned(), instant),
                        desk.key,
                    ),
                )?;
            }
            Ok(())
        }
        DeskCommand::Revoke { desk } => {
            enrolling::revoke(centre, ambient, desk)?;
            say(out, "revoked")
        }
    }
}

fn run_user(
    centre: &Centre,
    ambient: &Ambient,
    command: UserCommand,
    out: &mut dyn Write,
) -> Result<(), CentreError> {
    match command {
        UserCommand::Add {
            login,
            name,
            post,
            role,
            office,
            password_stdin,
        } => {
            let password = if password_stdin {
                let mut text = String::new();
                std::io::stdin().lock().read_to_string(&mut text)?;
                Some(text.lines().next().unwrap_or_default().to_owned())
            } else {
                None
            };
            let new = NewUser {
                login,
                name,
                post,
                role,
                office,
            };
            match people::add(centre, ambient, &new, password)? {
                Some(made) => say(out, &format!("added; password: {made}")),
                None => say(out, "added"),
            }
        }
        UserCommand::List { office, json } => {
            let users = people::list(centre, office.as_deref())?;
            if json {
                return say_json(out, &users);
            }
            for user in users {
                let disabled = if user.active { "" } else { "  disabled" };
                say(
                    out,
                    &format!(
                        "{}  {}  {}  {}{disabled}",
                        user.login, user.role, user.office, user.name
                    ),
                )?;
            }
            Ok(())
        }
        UserCommand::Disable { login, office } => {
            people::disable(centre, &office, &login)?;
            say(out, "disabled")
        }
    }
}

fn run_import(
    centre: &Centre,
    ambient: &Ambient,
    args: &ImportArgs,
    out: &mut dyn Write,
) -> Result<(), CentreError> {
    let file = import::File {
        what: args.kind,
        path: &args.file,
        strict: args.strict,
        today: utc_date(ambient.now_ms()),
    };
    let mut told = 0_u64;
    let imported = import::import(centre, file, &mut |bad| {
        told += 1;
        if told > BAD_ROWS_TOLD {
            return Ok(());
        }
        let BadRow {
            line,
            column,
            reason,
        } = bad;
        let words = import::words(reason);
        let place = if column.is_empty() { "row" } else { column };
        say(out, &format!("line {line}: {place}: {words} [{reason}]"))
    })?;
    if told > BAD_ROWS_TOLD {
        say(out, &format!("and {} more", told - BAD_ROWS_TOLD))?;
    }
    if !imported.taken {
        return Err(CentreError::BadRows(imported.bad));
    }
    let published = imported.published;
    say(
        out,
        &format!(
            "{} rows changed, {} unchanged, {} bad; position {}",
            published.changed, published.unchanged, imported.bad, published.position
        ),
    )?;
    if imported.bad > 0 {
        return Err(CentreError::PassedBy(imported.bad));
    }
    Ok(())
}

fn run_demo(
    centre: &Centre,
    ambient: &Ambient,
    args: &DemoArgs,
    out: &mut dyn Write,
) -> Result<(), CentreError> {
    let office = centre.office(&args.office)?;
    let today = civil_today(&office, ambient.now_ms());
    let scope = office.id.as_str();
    let mut puts = Vec::new();
    for house in population::Town::new(&office, args.accounts, args.seed, today) {
        puts.push(put(kind::PARTY, &house.id, scope, &house.party)?);
        for holding in &house.holdings {
            puts.push(put(
                kind::ACCOUNT,
                &holding.number,
                scope,
                &holding.account,
            )?);
            puts.push(put(
                kind::LEDGER,
                &holding.number,
                scope,
                &holding.ledger(),
            )?);
            if let Some((key, contract)) = &holding.contract {
                puts.push(put(kind::CONTRACT, key, scope, contract)?);
            }
        }
        if puts.len() >= DEMO_BATCH_ROWS {
            centre.exchange.publish(&puts)?;
            puts.clear();
        }
    }
    let users = population::users(args.seed);
    for demo in &users {
        let user = User {
            password_hash: people::hash_password(&demo.password, &demo.salt)?,
            ..demo.user.clone()
        };
        puts.push(people::user_row(&demo.id, office.id.as_str(), &user)?);
    }
    centre.exchange.publish(&puts)?;
    for demo in &users {
        say(
            out,
            &format!(
                "  {:<12} {:<16} {}, {}",
                demo.user.login, demo.password, demo.user.name, demo.user.post
            ),
        )?;
    }
    Ok(())
}

fn run_population(
    ambient: &Ambient,
    args: &PopulationArgs,
    out: &mut dyn Write,
) -> Result<(), CentreError> {
    let path = args.standard.join("offices.json");
    let json = std::fs::read_to_string(&path).map_err(at(&path))?;
    let offices = standard::offices(&json).map_err(|error| document_error("offices", &error))?;
    let today = args.today.unwrap_or_else(|| utc_date(ambient.now_ms()));
    let written = population::files::write(&offices, args.accounts, args.seed, today, &args.out)?;
    say(
        out,
        &format!("{written} accounts written to {}", args.out.display()),
    )
}

fn utc_date(now_ms: i64) -> NaiveDate {
    DateTime::from_timestamp_millis(now_ms)
        .unwrap_or(DateTime::UNIX_EPOCH)
        .date_naive()
}

/// The civil date at the office.
fn civil_today(office: &Office, now_ms: i64) -> NaiveDate {
    let offset = Duration::minutes(i64::from(office.utc_offset_minutes));
    DateTime::from_timestamp_millis(now_ms)
        .map_or(DateTime::UNIX_EPOCH, |instant| instant + offset)
        .date_naive()
}

fn instant(at_ms: i64) -> String {
    DateTime::from_timestamp_millis(at_ms).map_or_else(
        || at_ms.to_string(),
        |instant| instant.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
    )
}

fn run_status(
    centre: &Centre,
    json: bool,
    appeals: bool,
    out: &mut dyn Write,
) -> Result<(), CentreError> {
    if appeals {
        let numbers = status::appeal_numbers(centre)?;
        if json {
            return say_json(out, &numbers);
        }
        return numbers.iter().try_for_each(|number| say(out, number));
    }
    let status = status::status(centre)?;
    if json {
        return say_json(out, &status);
    }
    say(out, &format!("history    {}", status.history))?;
    say(
        out,
        &format!(
            "order      position {}, {} effective, {} void, {} appeals",
            status.position, status.effective, status.void, status.appeals
        ),
    )?;
    let kinds: Vec<String> = status
        .directory
        .iter()
        .map(|(kind, count)| format!("{kind} {count}"))
        .collect();
    say(
        out,
        &format!(
            "directory  position {}: {}",
            status.directory_position,
            kinds.join(", ")
        ),
    )?;
    for replica in &status.replicas {
        say(
            out,
            &format!(
                "replica    {} of {}: {} acknowledged, {} ordered",
                replica.replica,
                replica.desk.as_deref().unwrap_or("?"),
                replica.acked,
                replica.ordered
            ),
        )?;
    }
    say(out, &format!("desks      {}", status.desks.len()))?;
    say(out, &format!("parked     {}", status.parked.len()))?;
    say(out, &format!("refused    {}", status.refused_total))?;
    for group in &status.refused_by {
        say(
            out,
            &format!(
                "refused    of {}: {} {}, came {} times",
                group.desk, group.frames, group.reason, group.times
            ),
        )?;
    }
    say(out, &format!("branches   {}", status.branches.len()))?;
    for audit in &status.audits {
        say(
            out,
            &format!(
                "audit      {} of {}: {} held, {} sealed, {}",
                audit.replica,
                audit.desk,
                audit.held,
                audit.sealed,
                audit.standing.as_str()
            ),
        )?;
    }
    say(
        out,
        &format!("audit      {} branches", status.audit_branches.len()),
    )?;
    say(out, &format!("lookups    {}", status.lookups))
}

fn run_audit(centre: &Centre, args: AuditArgs, out: &mut dyn Write) -> Result<(), CentreError> {
    if args.questions {
        return run_audit_looks(centre, args.last, args.json, out);
    }
    let accesses = auditing::accesses(
        centre,
        &auditing::Asked {
            office: args.office,
            user: args.user,
            party: args.party,
            from: args.from,
            to: args.to,
            count_max: args.last,
        },
    )?;
    if args.json {
        return say_json(out, &accesses);
    }
    accesses.iter().try_for_each(|access| {
        let at = DateTime::from_timestamp_millis(access.at_ms).unwrap_or_default();
        say(
            out,
            &format!(
                "{}  {}  {}  {} {} {}  {} {}",
                at.format("%Y-%m-%dT%H:%M:%SZ"),
                access.desk,
                access.user,
                access.action,
                access.object,
                access.object_id,
                access.detail,
                access.reason
            ),
        )
    })
}

fn run_audit_looks(
    centre: &Centre,
    last: u32,
    json: bool,
    out: &mut dyn Write,
) -> Result<(), CentreError> {
    let looks = looking::audit_looks(centre, last)?;
    if json {
        return say_json(out, &looks);
    }
    looks.iter().try_for_each(|look| {
        say(
            out,
            &format!(
                "{}  {}  {}  {}  {} records",
                instant(look.at_ms),
                look.office,
                look.desk,
                look.user,
                look.given
            ),
        )
    })
}

fn run_contacts(
    centre: &Centre,
    ambient: &Ambient,
    command: ContactsCommand,
    out: &mut dyn Write,
) -> Result<(), CentreError> {
    let (ids, decision, by) = match command {
        ContactsCommand::List { office, all, json } => {
            let lines = contacts::list(centre, office.as_deref(), all)?;
            if json {
                return say_json(out, &lines);
            }
            return lines.iter().try_for_each(|line| {
                let value = line.value.as_deref().unwrap_or("confirmed");
                let stands = line.stands.as_deref().unwrap_or("nothing");
                let at = instant(line.learnt_at_ms);
                let text = format!(
                    "{}  {at}  {}  {}  {}: {value}, stands: {stands}",
                    line.id, line.office, line.learnt_by, line.name
                );
                say(out, &text)
            });
        }
        ContactsCommand::Accept {
            confirmed: true,
            by,
            ..
        } => (contacts::confirmed(centre)?, Decision::Accept, by),
        ContactsCommand::Accept { ids, by, .. } => (ids, Decision::Accept, by),
        ContactsCommand::Reject { ids, reason, by } => (ids, Decision::Reject(reason), by),
    };
    for id in ids {
        contacts::decide(centre, ambient, &id, decision.clone(), &by)?;
        say(out, &format!("{id}  settled"))?;
    }
    Ok(())
}

fn run_lookups(
    centre: &Centre,
    last: u32,
    json: bool,
    out: &mut dyn Write,
) -> Result<(), CentreError> {
    let lookups = looking::lookups(centre, last)?;
    if json {
        return say_json(out, &lookups);
    }
    for look in lookups {
        let found = if look.found { "found" } else { "not found" };
        say(
            out,
            &format!(
                "{}  {}  {}  {}  {found}  {}",
                instant(look.at_ms),
                look.desk,
                look.user,
                look.number,
                look.reason
            ),
        )?;
    }
    Ok(())
}

fn run_recover(
    centre: &Centre,
    ambient: &Ambient,
    args: &RecoverArgs,
    out: &mut dyn Write,
) -> Result<(), CentreError> {
    let recovered = recovering::recover(centre, ambient, &args.file, &args.by, &args.reason)?;
    if args.json {
        return say_json(out, &recovered);
    }
    say(
        out,
        &format!(
            "The text for desk {} ({}). It opens this one file and is used up by that; \
             tell it to nobody but that desk:\n\n{}",
            recovered.desk, recovered.office, recovered.text
        ),
    )
}

fn run_recoveries(centre: &Centre, json: bool, out: &mut dyn Write) -> Result<(), CentreError> {
    let given = recovering::recoveries(centre)?;
    if json {
        return say_json(out, &given);
    }
    given.iter().try_for_each(|line| {
        let at = instant(line.at_ms);
        let text = format!(
            "{at}  {}  {}  {}: {}",
            line.desk, line.office, line.by, line.reason
        );
        say(out, &text)
    })
}

fn run_explain(
    centre: &Centre,
    args: &ExplainArgs,
    out: &mut dyn Write,
) -> Result<(), CentreError> {
    let explained = explaining::explain_term(
        centre,
        &args.norm,
        args.received,
        args.audience,
        args.channel.as_deref(),
    )?;
    if args.json {
        return say_json(out, &explained);
    }
    if let Some(target) = explained.target {
        say(out, &format!("target  {target}"))?;
    }
    say(
        out,
        &format!("limit   {}  {}", explained.limit, explained.clause),
    )?;
    if let Some(outer) = explained.outer {
        say(out, &format!("outer   {outer}"))?;
    }
    Ok(())
}
