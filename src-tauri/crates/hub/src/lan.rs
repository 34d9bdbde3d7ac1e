//! The hub on the office's network: it announces itself by multicast DNS, and every desk looks for hubs.
//! Nothing that is found is believed; the workstation reads the tenure behind it. A machine on which
//! multicast does not work finds nothing and is found by nobody: then the address is typed.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use mdns_sd::{IfKind, ResolvedService, ServiceDaemon, ServiceEvent, ServiceInfo};
use stoika_protocol::{Fingerprint, KeyId};
use stoika_workstation::{Duty, FoundHub, Workstation};
use tokio::task::JoinHandle;

/// The service's name.
const SERVICE: &str = "_stoika._tcp.local.";
const OFFICE: &str = "office";
const NUMBER: &str = "number";
const KEY: &str = "key";
const FINGERPRINT: &str = "fp";
/// Addresses that are taken of one hub: a machine has fewer.
const ADDRESSES_MAX: usize = 16;
/// Hubs that are remembered: an office has one, and somebody may announce thousands.
const FOUND_MAX: usize = 64;

/// How the hub is announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sign {
    office: String,
    number: u32,
    key: KeyId,
    fingerprint: Fingerprint,
    port: u16,
}

impl Sign {
    /// The sign of a duty.
    pub fn of(duty: &Duty, fingerprint: Fingerprint, port: u16) -> Self {
        Self {
            office: duty.tenure().office_id.as_str().to_owned(),
            number: duty.tenure().number,
            key: duty.signer().id(),
            fingerprint,
            port,
        }
    }

    fn service(&self) -> Option<ServiceInfo> {
        let key = self.key.to_string();
        let told = [
            (OFFICE, self.office.clone()),
            (NUMBER, self.number.to_string()),
            (KEY, key.clone()),
            (FINGERPRINT, hex(&self.fingerprint.0)),
        ];
        ServiceInfo::new(
            SERVICE,
            &key,
            &format!("{key}.local."),
            "",
            self.port,
            &told[..],
        )
        .inspect_err(|error| tracing::warn!(%error, "the hub cannot be announced"))
        .ok()
        .map(ServiceInfo::enable_addr_auto)
    }
}

/// The desk on the network. It leaves with this value.
pub(crate) struct Lan {
    daemon: ServiceDaemon,
    finding: JoinHandle<()>,
    sign: Option<Sign>,
    announced: Option<String>,
}

impl Lan {
    /// Begins to look for hubs, at one address or at every one; `None` when this machine cannot, and on
    /// the loopback, where nobody else is.
    pub fn open(workstation: &Arc<Workstation>, at: Option<Ipv4Addr>) -> Option<Self> {
        if at.is_some_and(|ip| ip.is_loopback()) {
            return None;
        }
        let daemon = ServiceDaemon::new();
        let opened = daemon.and_then(|daemon| {
            match at {
                Some(ip) => {
                    daemon.disable_interface(IfKind::All)?;
                    daemon.enable_interface(IfKind::Addr(IpAddr::V4(ip)))?;
                }
                // The listener has no address of that kind.
                None => daemon.disable_interface(IfKind::IPv6)?,
            }
            let found = daemon.browse(SERVICE)?;
            Ok((daemon, found))
        });
        let (daemon, found) = opened
            .inspect_err(|error| tracing::warn!(%error, "no hub can be found by multicast"))
            .ok()?;
        Some(Self {
            daemon,
            finding: tokio::spawn(find(found, Arc::clone(workstation))),
            sign: None,
            announced: None,
        })
    }

    /// Announces the hub so from now on, or no more.
    pub fn announce(&mut self, sign: Option<Sign>) {
        if sign == self.sign {
            return;
        }
        if let Some(name) = self.announced.take()
            && let Err(error) = self.daemon.unregister(&name)
        {
            tracing::warn!(%error, "the hub's old announcement stays a while");
        }
        if let Some(service) = sign.as_ref().and_then(Sign::service) {
            let name = service.get_fullname().to_owned();
            match self.daemon.register(service) {
                Ok(()) => self.announced = Some(name),
                Err(error) => tracing::warn!(%error, "the hub cannot be announced"),
            }
        }
        self.sign = sign;
    }
}

impl Drop for Lan {
    fn drop(&mut self) {
        self.finding.abort();
        // It says goodbye to the others; when it cannot, they forget us by themselves.
        let _leaving = self.daemon.shutdown();
    }
}

async fn find(events: mdns_sd::Receiver<ServiceEvent>, workstation: Arc<Workstation>) {
    let mut known: BTreeMap<String, FoundHub> = BTreeMap::new();
    while let Ok(event) = events.recv_async().await {
        match event {
            ServiceEvent::ServiceResolved(service) => {
                let name = service.get_fullname().to_owned();
                match read(&service) {
                    Some(hub) if known.len() < FOUND_MAX || known.contains_key(&name) => {
                        known.insert(name, hub);
                    }
                    Some(_) | None => {
                        known.remove(&name);
                    }
                }
            }
            ServiceEvent::ServiceRemoved(_, name) => {
                known.remove(&name);
            }
            // The enum may grow; what is not of a hub's coming or going says nothing.
            _ => continue,
        }
        workstation.note_found_hubs(known.values().cloned().collect());
    }
}

/// What a hub says of itself; `None` when it is none of ours.
fn read(service: &ResolvedService) -> Option<FoundHub> {
    let told = |name| service.get_property_val_str(name);
    let mut ips: Vec<_> = service.get_addresses_v4().into_iter().collect();
    ips.sort_unstable();
    ips.truncate(ADDRESSES_MAX);
    let port = service.get_port();
    Some(FoundHub {
        office: told(OFFICE)?.to_owned(),
        number: told(NUMBER)?.parse().ok()?,
        key: KeyId::parse(told(KEY)?)?,
        // The same form as a key's.
        fingerprint: Fingerprint(KeyId::parse(told(FINGERPRINT)?)?.0),
        addresses: ips
            .into_iter()
            .map(|ip| format!("https://{ip}:{port}"))
            .collect(),
    })
}

fn hex(bytes: &[u8; 16]) -> String {
    KeyId(*bytes).to_string()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use mdns_sd::ServiceInfo;
    use stoika_protocol::{Fingerprint, KeyId};
    use stoika_workstation::FoundHub;

    use super::{KEY, SERVICE, Sign, read};

    #[test]
    fn what_a_hub_announces_is_what_a_desk_finds() {
        let sign = Sign {
            office: "otradny".to_owned(),
            number: 3,
            key: KeyId([7; 16]),
            fingerprint: Fingerprint([9; 16]),
            port: 7444,
        };
        let found = read(&sign.service().unwrap().as_resolved_service()).unwrap();
        let expected = FoundHub {
            office: "otradny".to_owned(),
            number: 3,
            key: KeyId([7; 16]),
            fingerprint: Fingerprint([9; 16]),
            // The daemon fills in the machine's own.
            addresses: Vec::new(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn a_service_that_says_something_else_is_no_hub() {
        let told = [(KEY, "not a key")];
        let other =
            ServiceInfo::new(SERVICE, "other", "other.local.", "192.0.2.7", 80, &told[..]).unwrap();
        assert_eq!(read(&other.as_resolved_service()), None);
    }
}
