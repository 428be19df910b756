// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"

	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/protocol"
	"github.com/consort-finance/consort/chaincode/protocol/role"
)

// Oracles: feeds, rounds, observations.
var (
	RegisterFeed = protocol.Submit[FeedResolution, oracle.Feed]("insurance:RegisterFeed").By(role.Governor).Resolved().
			Doc("Registers a feed on which the members resolved.")
	AdmitFeed = protocol.Submit[oracle.FeedTerms, oracle.Feed]("insurance:AdmitFeed").By(role.Regulator).
			Doc("Registers a feed at the word of two persons of a regulator, of whom this is one.")
	CloseFeed = protocol.Submit[oracle.FeedID, oracle.Feed]("insurance:CloseFeed").By(role.Regulator).
			Doc("Ends new covers on a feed; rounds for those there are go on.")
	Observe = protocol.Submit[oracle.ObservationRequest, oracle.Observation]("insurance:Observe").By(role.Oracle).
		Doc("Reports, as a provider of a feed, what was observed about a subject in a period that is over.")
	AdvanceRound = protocol.Submit[oracle.RoundKey, oracle.Round]("insurance:AdvanceRound").By(role.Anyone).
			Doc("Counts what a round's window brought: a reading, a dispute, the next source or none.")
	ChallengeRound = protocol.Submit[ChallengeRequest, oracle.Round]("insurance:ChallengeRound").By(role.Anyone).
			Doc("Challenges a provisional reading, as a provider of the feed, a regulator, or a party to a policy that rests on it.")
	ArbitrateRound = protocol.Submit[oracle.Decision, oracle.Round]("insurance:ArbitrateRound").By(role.Regulator).
			Doc("Decides a disputed round at the word of two persons of a regulator that hosts no challenger of it, of whom this is one.")
	GetFeed = protocol.Evaluate[oracle.FeedID, oracle.Feed]("insurance:Feed").By(role.Anyone).
		Doc("Answers a feed.")
	Feeds = protocol.Evaluate[protocol.PageRequest, protocol.Page[oracle.Feed]]("insurance:Feeds").By(role.Anyone).
		Doc("Lists feeds.")
	GetRound = protocol.Evaluate[oracle.RoundKey, oracle.Round]("insurance:Round").By(role.Anyone).
			Doc("Answers how a round stands on the business date.")
	Observations = protocol.Evaluate[ObservationsRequest, protocol.Page[oracle.Observation]]("insurance:Observations").By(role.Anyone).
			Doc("Lists the observations of a round, at every source.")
)

// oracleEndpoints are the transactions about feeds, rounds and observations of oracles.
var oracleEndpoints = []protocol.Endpoint{
	RegisterFeed, AdmitFeed, CloseFeed, Observe, AdvanceRound, ChallengeRound, ArbitrateRound, GetFeed, Feeds, GetRound, Observations,
}

// oracleSettles are those of them in which a settlement through cash begins.
var oracleSettles = []protocol.Endpoint{}

// FeedResolution registers a feed under a resolution.
type FeedResolution struct {
	protocol.Governed
	Feed oracle.FeedTerms `json:"feed" help:"the feed"`
}

// Validate refuses malformed feeds.
func (r FeedResolution) Validate() error {
	return errors.Join(r.Governed.Validate(), r.Feed.Validate())
}

// ChallengeRequest challenges a round's reading.
type ChallengeRequest struct {
	oracle.RoundKey
	// Policy and Trigger name a policy that rests on the round, where the caller is its holder or its lead insurer.
	Policy  PolicyID `json:"policy,omitzero" help:"the caller's policy that rests on the round; left out by providers and regulators"`
	Trigger int      `json:"trigger,omitzero" help:"number of its trigger"`
}

// Validate refuses malformed members, and a policy without a trigger.
func (r ChallengeRequest) Validate() error {
	if r.Policy == "" && r.Trigger == 0 {
		return r.RoundKey.Validate()
	}
	return errors.Join(r.RoundKey.Validate(), r.Policy.Validate(), validateTrigger(r.Trigger))
}

// ObservationsRequest asks for the observations of a round.
type ObservationsRequest struct {
	oracle.RoundKey
	protocol.PageRequest
}

// Validate refuses malformed members.
func (r ObservationsRequest) Validate() error {
	return errors.Join(r.RoundKey.Validate(), r.PageRequest.Validate())
}

// The events of oracles.
var (
	FeedChanged  = protocol.NewEventType[StatusEvent]("insurance:FeedChanged")
	Observed     = protocol.NewEventType[ObservedEvent]("insurance:Observed")
	RoundChanged = protocol.NewEventType[RoundEvent]("insurance:RoundChanged")
)

// ObservedEvent says which round was observed, and by which member's provider.
type ObservedEvent struct {
	Round oracle.RoundKey `json:"round"`
	Host  string          `json:"host"`
}

// RoundEvent says how a round stands. The reading is that of the row.
type RoundEvent struct {
	Round  oracle.RoundKey `json:"round"`
	Status oracle.Status   `json:"status"`
	Source int             `json:"source"`
}

// FeedEvent is what happened to a feed.
func FeedEvent(f oracle.Feed) protocol.Event {
	return FeedChanged.Of(string(f.ID), StatusEvent{Status: string(f.Status)})
}

// RoundEventOf is what happened to a round.
func RoundEventOf(r oracle.Round) protocol.Event {
	return RoundChanged.Of(string(r.Subject), RoundEvent{Round: r.RoundKey, Status: r.Status, Source: r.Source})
}

// ObservedEventOf is what a provider reported.
func ObservedEventOf(o oracle.Observation) protocol.Event {
	return Observed.Of(string(o.Subject), ObservedEvent{Round: o.RoundKey, Host: o.Host})
}
