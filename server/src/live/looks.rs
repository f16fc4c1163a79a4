//! Looks at the tables: may everybody still listen, has a feed moved without our hearing of it? Once a second for
//! everybody in this process, and at once when somebody says that there is something to see.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use domain::live::{barred_claims, positions};
use domain::{Error, Result};
use model::ids::SessionId;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::socket::AGAIN;
use super::{Hub, lock};

/// For how long rooms remember events that somebody who was gone for a moment may ask for.
const REMEMBER: Duration = Duration::from_mins(1);

pub async fn look(hub: Hub) {
    let mut tick = interval(hub.0.pace.look);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut forgot = Instant::now();
    loop {
        let looked = tokio::select! {
            biased;
            () = hub.0.look_now.notified() => {
                let doubtful = std::mem::take(&mut *lock(&hub.0.doubtful));
                // Nobody in doubt: an announcement was missed, and it can have been any.
                if doubtful.is_empty() { look_at_all(&hub).await } else { look_at_claims(&hub, Some(&doubtful)).await }
            }
            _ = tick.tick() => look_at_all(&hub).await,
        };
        if let Err(error) = looked {
            Error::tell(error);
        }
        if forgot.elapsed() > REMEMBER {
            forgot = Instant::now();
            for room in hub.rooms() {
                room.forget_old();
            }
        }
    }
}

async fn look_at_all(hub: &Hub) -> Result<()> {
    look_at_claims(hub, None).await?;
    let tenants: Vec<_> = hub.rooms().iter().map(|room| room.tenant).collect();
    if tenants.is_empty() {
        return Ok(());
    }
    for (tenant, number) in positions(&hub.0.db, &tenants).await? {
        if let Some(room) = hub.room(tenant) {
            room.wake(&hub.0.db, &hub.0.reads, number);
        }
    }
    Ok(())
}

/// Closes the sockets of those who may listen no more: of all, or of these sessions.
async fn look_at_claims(hub: &Hub, doubtful: Option<&HashSet<SessionId>>) -> Result<()> {
    let all = hub.rooms().into_iter().flat_map(|room| room.subscribers());
    let asked: Vec<_> =
        all.filter(|subscriber| doubtful.is_none_or(|doubtful| doubtful.contains(&subscriber.claim.session))).collect();
    // Somebody's pages, however many, are one claim.
    let claims: HashSet<_> = asked.iter().map(|subscriber| subscriber.claim).collect();
    if claims.is_empty() {
        return Ok(());
    }
    let claims: Vec<_> = claims.into_iter().collect();
    let barred: HashMap<_, _> = barred_claims(&hub.0.db, &claims).await?.into_iter().collect();
    for subscriber in asked {
        match barred.get(&subscriber.claim) {
            Some(code) => subscriber.end(*code),
            // The session goes on, by another token: whoever has it comes again with it.
            None if doubtful.is_some() => subscriber.end(AGAIN),
            None => (),
        }
    }
    Ok(())
}
