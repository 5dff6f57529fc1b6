package io.mediagate.admin;

import io.mediagate.account.ApiKeys.ApiKey;
import io.mediagate.account.ApiKeys.Issued;
import io.mediagate.account.ApiKeys.Mode;
import io.mediagate.account.KeyLimits;
import io.mediagate.account.Workspace;
import io.mediagate.credits.Balance;
import io.mediagate.credits.Bucket;
import io.mediagate.credits.Credits;
import io.mediagate.generation.Timeline;
import io.mediagate.webhook.EventTail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an operator can do, from wherever it is asked: in the gateway, over its admin API, or on the
/// database while no gateway runs. Workspaces are called by their names. What cannot be done throws a
/// `Problem`.
public interface AdminActions {

    /// A key to be made.
    ///
    /// @param expiresAt empty: it works until it is revoked
    /// @param limits empty: it may do everything
    record KeyOrder(
            String workspace,
            Mode mode,
            String name,
            Optional<Instant> expiresAt,
            Optional<KeyLimits.Change> limits) {

        /// A key without limits.
        public KeyOrder(String workspace, Mode mode, String name, Optional<Instant> expiresAt) {
            this(workspace, mode, name, expiresAt, Optional.empty());
        }
    }

    /// Credits to be given.
    ///
    /// @param expiresAt empty: twelve months from now for permanent ones, one month for a subscription's
    /// @param id the operator's own, so that asking twice adds once; empty: a new one
    record GrantOrder(
            String workspace,
            Mode mode,
            Bucket bucket,
            Credits amount,
            Optional<Instant> expiresAt,
            String reason,
            Optional<String> id) {}

    /// Credits to be taken back.
    ///
    /// @param id the operator's own, so that asking twice takes once; empty: a new one
    record WithdrawalOrder(
            String workspace, Mode mode, Credits amount, String reason, Optional<String> id) {}

    /// How a workspace's files are kept.
    ///
    /// @param retentionSeconds how long results are; empty: as the settings say
    /// @param quotaBytes what its files may take; empty: as the settings say
    record FileTerms(
            String workspace, Optional<Long> retentionSeconds, Optional<Long> quotaBytes) {}

    /// Whether a grant was added (or was there before), and what can be spent now.
    record Granted(String id, boolean added, Instant expiresAt, Balance balance) {}

    /// Whether credits were taken back (or had been before), and what can be spent now.
    record Withdrawn(String id, boolean taken, Balance balance) {}

    /// An endpoint as its operator sees it: without its secrets.
    ///
    /// @param events what it wants to be told of
    /// @param disabledReason why the gateway disabled it by itself
    record EndpointView(
            String id,
            Mode mode,
            String url,
            List<String> events,
            boolean enabled,
            Optional<String> disabledReason,
            Optional<Instant> failingSince) {}

    List<Workspace> workspaces();

    Workspace createWorkspace(String name);

    /// Says how long a workspace's results are kept and what its files may take, from now on: also of what
    /// is there already.
    FileTerms keepFiles(FileTerms terms);

    /// The only time the key's text can be seen.
    Issued createKey(KeyOrder order);

    /// A workspace's keys, newest first.
    List<ApiKey> keys(String workspace);

    /// Changes what a key may do, from now on.
    ApiKey limitKey(String id, KeyLimits.Change change);

    /// Gives a key another text, which can be seen only now. The former one is valid for so long.
    Issued rotateKey(String id, Duration overlap);

    /// Ends a key at once. False: it had been revoked before.
    boolean revokeKey(String id);

    Granted grant(GrantOrder order);

    /// Takes credits back, which cannot be spent any more; what is held stays held. Throws `CONFLICT`
    /// when there are not so many.
    Withdrawn withdraw(WithdrawalOrder order);

    Balance balance(String workspace, Mode mode);

    /// What happened to a generation behind the scenes. Names vendors, and says what they said.
    Timeline explain(String generationId);

    /// A workspace's endpoints of both modes, the oldest first.
    List<EndpointView> endpoints(String workspace);

    EndpointView enableEndpoint(String workspace, String id);

    /// Nothing more is sent to it until it is enabled again.
    EndpointView disableEndpoint(String workspace, String id);

    /// What happened since the last batch, with the bodies that endpoints get; waits a little for
    /// something to happen. Only a gateway can tell.
    ///
    /// @param after the last batch's `next`; empty: from now on
    EventTail.Batch events(String workspace, Mode mode, String after) throws InterruptedException;

    /// Generations that somebody should look at, the oldest first, at most 200.
    List<Concern> concerns();

    /// What operators changed, and what the gateway itself did about endpoints; newest first.
    ///
    /// @param workspace its name; empty for all
    /// @param limit 1 to 1000
    List<AuditStore.Row> audit(Optional<String> workspace, int limit);

    /// How the gateway is, as its database tells it.
    Vitals vitals();

    /// What may exist at vendors and be billed without anybody having paid for it, the latest first.
    List<Timeline.UnknownOutcome> unknownOutcomes();

    /// Proves the books: one sentence for each fault.
    List<String> verifyLedger();
}
