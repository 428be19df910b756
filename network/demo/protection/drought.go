// SPDX-License-Identifier: Apache-2.0

package protection

import (
	"context"
	"errors"
	"fmt"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/insurance/index"
	"github.com/consort-finance/consort/chaincode/insurance/oracle"
	"github.com/consort-finance/consort/chaincode/protocol"
	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/network/demo/footing"
	"github.com/consort-finance/consort/network/demo/story"
)

func (c *chapter) dry() []story.Step {
	return []story.Step{
		story.Do(c.Majority()+" name three observers of the rain, with a data source each; two have to agree", c.feed),
		story.Do("alice and bob insure their fields against drought, for 1,000.00 EUR each", c.fields),
		story.Do(fmt.Sprintf("the season from %s to %s passes; two observers report little rain, the third is silent", c.first, c.last), c.observe),
		story.Do("somebody has the drought paid while it may still be challenged", c.premature),
		story.Do("the window closes; two members' keepers pay at the same moment: each policy once", c.race),
		story.Do("a keeper pays once more", c.again),
		story.Do("money and policies are as they should be", c.settled),
	}
}

// observers are the members whose oracles report, and how each of them knows.
var observers = []struct {
	who      story.Person
	upstream string
}{{"industry/station", "gauge"}, {"depository/feed", "radar"}, {"regulator/agency", "satellite"}}

func (c *chapter) rain() oracle.FeedID { return oracle.FeedID(c.ID("rain")) }

func (c *chapter) feedTerms() oracle.FeedTerms {
	terms := oracle.FeedTerms{
		ID: c.rain(), Unit: "MMT", Scale: 1, Least: 0, Most: 20_000, Median: oracle.Lower,
		ReportDays: 5, StaleDays: 5, ChallengeDays: 2, ArbitrationDays: 10, Sources: []oracle.Source{{Name: "Kaski", Quorum: 2, SpreadMax: 20}},
	}
	for _, o := range observers {
		terms.Sources[0].Providers = append(terms.Sources[0].Providers, oracle.Provider{
			Host: c.MSP(o.who.Member()), Upstream: o.upstream, Dataset: "rain-" + o.upstream, Version: "2-final",
		})
	}
	return terms
}

func (c *chapter) feed(ctx context.Context) (string, error) {
	id := c.Resolution("rain")
	return footing.Motion[insurance.FeedResolution, oracle.Feed]{
		Footing: c.Footing, Endpoint: insurance.RegisterFeed, ID: id, Reason: "rain is observed",
		Request: insurance.FeedResolution{Governed: protocol.Governed{Resolution: id}, Feed: c.feedTerms()},
	}.Carry(ctx)
}

// crops pays 1 % of the sum insured for each whole millimetre that is missing to 30.
func (c *chapter) crops() insurance.ProductTerms {
	terms := c.property()
	terms.VersionKey, terms.Class, terms.Basis, terms.InstalmentsMost = c.version("crops"), "CROP", insurance.Parametric, 1
	terms.Covers = []insurance.Cover{{Code: "DROUGHT", SumMost: cents(10_000), Rate: rate("0.1")}}
	terms.Rating = insurance.Rating{SumReferred: cents(10_000), SumMost: cents(10_000), QuoteDays: 30, StraightThrough: true}
	terms.Taxes, terms.Claims.Evidence = nil, nil
	terms.Claims.Service = insurance.Service{Pay: 5, LateRate: rate("0.0365"), LateCount: date.Act365F}
	terms.Parametric = &insurance.ParametricTerms{ClosingDays: 1, Triggers: []insurance.TriggerTerms{{
		Cover: "DROUGHT", Feed: c.rain(), Subject: "kaski", From: c.first, To: c.last, PremiumBack: rate("1"),
		Terms: index.Terms{Linear: &index.Linear{
			Direction: index.Below, Strike: decimal.FromInt64(300), Share: rate("1"), Tick: &index.Tick{Step: decimal.FromInt64(10), Share: rate("0.01")},
		}},
	}}}
	return terms
}

func (c *chapter) fields(ctx context.Context) (string, error) {
	if err := c.draft(ctx, c.crops()); err != nil {
		return "", err
	}
	if _, err := story.Submit(ctx, c.Stage, chief, insurance.ActivateVersion, c.version("crops")); err != nil {
		return "", err
	}
	if _, err := c.insure(ctx, alice, "alice", "crops", "DROUGHT", 1000, c.Today); err != nil {
		return "", err
	}
	if _, err := c.insure(ctx, bob, "bob", "crops", "DROUGHT", 1000, c.Today); err != nil {
		return "", err
	}
	return c.Balances(ctx, "alice", "bob")
}

func (c *chapter) round() oracle.RoundKey {
	return oracle.RoundKey{Feed: c.rain(), Subject: "kaski", From: c.first, To: c.last}
}

func (c *chapter) observe(ctx context.Context) (string, error) {
	after, err := c.last.AddDays(1)
	if err != nil {
		return "", err
	}
	if err := c.turn(ctx, after); err != nil {
		return "", err
	}
	for i, value := range []int64{251, 253} {
		o := observers[i]
		_, err := story.Submit(ctx, c.Stage, o.who, insurance.Observe, oracle.ObservationRequest{
			RoundKey: c.round(), Reading: index.Reading{Value: value}, Dataset: "rain-" + o.upstream, Version: "2-final", TakenOn: after,
		})
		if err != nil {
			return "", err
		}
	}
	reported, err := after.AddDays(5)
	if err != nil {
		return "", err
	}
	if err := c.turn(ctx, reported); err != nil {
		return "", err
	}
	round, err := story.Submit(ctx, c.Stage, bob, insurance.AdvanceRound, c.round())
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("25.1 mm and 25.3 mm, the round is %s", round.Result.Status), nil
}

// work is what is due on the round, in a keeper's words.
func (c *chapter) work(ctx context.Context) (insurance.BatchRequest, error) {
	due, err := story.Ask(ctx, c.Stage, footing.NorthOfficer, insurance.DueWork, insurance.WorkRequest{RoundKey: c.round(), PageRequest: protocol.PageRequest{Size: 10}})
	if err != nil {
		return insurance.BatchRequest{}, err
	}
	return insurance.BatchRequest{Due: due.Items}, nil
}

// named is the same work, whether it waits still or not.
func (c *chapter) named() insurance.BatchRequest {
	var batch insurance.BatchRequest
	for _, party := range []string{"alice", "bob"} {
		batch.Due = append(batch.Due, insurance.DueKey{RoundKey: c.round(), Policy: c.policyID("crops-" + party), Trigger: 1})
	}
	return batch
}

func (c *chapter) premature(ctx context.Context) (string, error) {
	batch, err := c.work(ctx)
	if err != nil {
		return "", err
	}
	_, err = story.Submit(ctx, c.Stage, footing.NorthOfficer, insurance.ExecuteDueBatch, batch)
	return story.Refused(err, insurance.TooEarly)
}

// race has two members carry out the same work at once. One of the two finds it done, or loses.
func (c *chapter) race(ctx context.Context) (string, error) {
	today, err := story.Ask(ctx, c.Stage, footing.NorthOfficer, insurance.Today, protocol.Nothing{})
	if err != nil {
		return "", err
	}
	closed, err := today.Date.AddDays(3)
	if err != nil {
		return "", err
	}
	if err := c.turn(ctx, closed); err != nil {
		return "", err
	}
	batch, err := c.work(ctx)
	if err != nil {
		return "", err
	}
	answers := make(chan error, 2)
	for _, keeper := range []story.Person{footing.NorthOfficer, footing.SouthOfficer} {
		go func() {
			_, err := story.Submit(ctx, c.Stage, keeper, insurance.ExecuteDueBatch, batch)
			answers <- err
		}()
	}
	first, second := <-answers, <-answers
	if err := oneOf(first, second); err != nil {
		return "", err
	}
	return c.Balances(ctx, "alice", "bob")
}

// oneOf makes sure that one succeeded and the other found the work done.
func oneOf(first, second error) error {
	if first != nil {
		first, second = second, first
	}
	var lost *gatewayclient.CommitError
	switch {
	case first != nil:
		return fmt.Errorf("neither keeper succeeded: %w", errors.Join(first, second))
	case second == nil:
		return errors.New("both keepers were told that they did the work")
	case errors.Is(second, insurance.AlreadyDone), errors.As(second, &lost):
		return nil
	}
	return second
}

func (c *chapter) again(ctx context.Context) (string, error) {
	_, err := story.Submit(ctx, c.Stage, footing.SouthOfficer, insurance.ExecuteDueBatch, c.named())
	return story.Refused(err, insurance.AlreadyDone)
}

func (c *chapter) settled(ctx context.Context) (string, error) {
	for _, party := range []string{"alice", "bob"} {
		done, err := story.Ask(ctx, c.Stage, footing.NorthOfficer, insurance.Evaluations, insurance.EvaluationsRequest{
			Policy: c.policyID("crops-" + party), PageRequest: protocol.PageRequest{Size: 10},
		})
		if err != nil {
			return "", err
		}
		if len(done.Items) != 1 || done.Items[0].Outcome != insurance.PaidOut {
			return "", fmt.Errorf("the cover of %s was decided %d times: %v", party, len(done.Items), done.Items)
		}
	}
	return c.Balances(ctx, "insurer", "alice", "bob")
}
