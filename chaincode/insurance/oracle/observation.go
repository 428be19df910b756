// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"errors"
	"strconv"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/parties"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// Subject is what a round is about: a district, a station's cell, a flight.
type Subject string

// Validate refuses a malformed subject.
func (s Subject) Validate() error { return protocol.ValidateName("subject", string(s)) }

// RoundKey names a round: a subject in a period. All of it is in the name, so that nobody can open a round whose period is
// another than the covers mean.
type RoundKey struct {
	Feed    FeedID    `json:"feed" help:"the feed"`
	Subject Subject   `json:"subject" help:"what it is about, such as a district or a flight"`
	From    date.Date `json:"from" help:"first day of the period"`
	To      date.Date `json:"to" help:"last day of the period"`
}

// Validate refuses malformed members and a period that ends before it begins.
func (k RoundKey) Validate() error {
	if k.From.IsZero() || k.To.Before(k.From) {
		return errors.New("from is missing, or to is before it")
	}
	return errors.Join(k.Feed.Validate(), k.Subject.Validate())
}

// Key is the round's place in a table.
func (k RoundKey) Key() []string {
	return []string{string(k.Feed), string(k.Subject), k.To.String(), k.From.String()}
}

// ObservationRequest is what a provider reports.
type ObservationRequest struct {
	RoundKey
	index.Reading
	Dataset string `json:"dataset" help:"data set from which the reading is"`
	Version string `json:"version" help:"version of the data set"`
	// TakenOn is the day on which the provider read it.
	TakenOn date.Date `json:"takenOn" help:"day on which it was read from the data set"`
}

// Validate refuses malformed members.
func (r ObservationRequest) Validate() error {
	if r.TakenOn.IsZero() {
		return errors.New("takenOn is missing")
	}
	return errors.Join(r.RoundKey.Validate(), r.Reading.Validate(), word("dataset", r.Dataset), word("version", r.Version))
}

// ObservationKey names an observation: there is one of a provider in a round at a source, and one provider of a member.
type ObservationKey struct {
	RoundKey
	Source int
	Host   string
}

// Key is the observation's place in a table.
func (k ObservationKey) Key() []string {
	return append(k.RoundKey.Key(), strconv.Itoa(k.Source), k.Host)
}

// Observation is a provider's word, signed with its own certificate.
type Observation struct {
	RoundKey
	index.Reading
	Source   int             `json:"source"`
	Host     string          `json:"host"`
	Party    parties.PartyID `json:"party,omitzero"`
	Upstream string          `json:"upstream"`
	Version  string          `json:"version"`
	TakenOn  date.Date       `json:"takenOn"`
	Reported date.Date       `json:"reported"`
	TxID     string          `json:"txId"`
}

// ObservationKey is the observation's name.
func (o Observation) ObservationKey() ObservationKey {
	return ObservationKey{o.RoundKey, o.Source, o.Host}
}

// Observe takes a provider's reading into a round that is open.
// Faults: ROUND_NOT_OPEN, WINDOW_CLOSED, NOT_A_PROVIDER, DATASET_REFUSED, STALE_OBSERVATION, READING_IMPLAUSIBLE.
func (f Feed) Observe(r ObservationRequest, round Round, act parties.Act) (Observation, error) {
	if f.Status == FeedProposed {
		return Observation{}, FeedRefused.New("feed %s is not active", f.ID)
	}
	if round.Standing(act.Today) != Open {
		return Observation{}, RoundNotOpen.New("the round of %s is %s", r.Subject, round.Standing(act.Today))
	}
	if act.Today.After(round.Until) {
		return Observation{}, WindowClosed.New("observations were taken until %s", round.Until)
	}
	source, _ := f.Source(round.Source)
	provider, err := source.provider(act)
	if err != nil {
		return Observation{}, err
	}
	if err := f.counts(r, provider, act.Today); err != nil {
		return Observation{}, err
	}
	return Observation{
		RoundKey: r.RoundKey, Reading: r.Reading, Source: round.Source, Host: provider.Host, Party: provider.Party,
		Upstream: provider.Upstream, Version: provider.Version, TakenOn: r.TakenOn, Reported: act.Today, TxID: act.TxID,
	}, nil
}

// counts refuses a reading of other data than the pinned, a stale one and an implausible one.
func (f Feed) counts(r ObservationRequest, p Provider, today date.Date) error {
	if r.Dataset != p.Dataset || r.Version != p.Version {
		return DatasetRefused.New("what counts is %s in version %s", p.Dataset, p.Version)
	}
	if !r.TakenOn.After(r.To) || r.TakenOn.After(today) || r.TakenOn.DaysUntil(today) > f.StaleDays {
		return StaleObservation.New("a reading is taken after %s, until today, and is at most %d days old", r.To, f.StaleDays)
	}
	return f.plausible(r.Reading)
}

// Keys are the names of all observations that a round may have at its present source, in the order of the providers.
func (f Feed) Keys(round Round) []ObservationKey {
	source, _ := f.Source(round.Source)
	keys := make([]ObservationKey, len(source.Providers))
	for i, p := range source.Providers {
		keys[i] = ObservationKey{round.RoundKey, round.Source, p.Host}
	}
	return keys
}
