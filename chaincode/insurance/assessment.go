// SPDX-License-Identifier: Apache-2.0

package insurance

import (
	"errors"
	"fmt"
	"slices"

	"github.com/consort-finance/consort/chaincode/finance/date"
	"github.com/consort-finance/consort/chaincode/finance/decimal"
	"github.com/consort-finance/consort/chaincode/finance/money"
	"github.com/consort-finance/consort/chaincode/insurance/adjudication"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// AccumulatorKey names what claims share: of a policy, a period and a cover.
type AccumulatorKey struct {
	Policy PolicyID  `json:"policy" help:"the policy"`
	From   date.Date `json:"from" help:"first day of the policy period"`
	Cover  CoverCode `json:"cover" help:"the cover"`
}

// Key is the row's place in a table.
func (k AccumulatorKey) Key() []string {
	return []string{string(k.Policy), k.From.String(), string(k.Cover)}
}

// Validate refuses malformed members.
func (k AccumulatorKey) Validate() error {
	if k.From.IsZero() {
		return errors.New("from is missing")
	}
	return errors.Join(k.Policy.Validate(), k.Cover.Validate())
}

// Accumulated is what the claims of a period used of a cover together.
type Accumulated struct {
	AccumulatorKey
	Used adjudication.Accumulator `json:"used"`
}

// Accumulators are the keys of what the claim shares with others, each cover once.
func (c Claim) Accumulators() []AccumulatorKey {
	var keys []AccumulatorKey
	for _, e := range c.Exposures {
		key := AccumulatorKey{Policy: c.Policy, From: c.Period.From, Cover: e.Cover}
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// use is what the claim took of a cover's accumulator.
func (c Claim) use(cover CoverCode) adjudication.Accumulator {
	at := slices.IndexFunc(c.Uses, func(u Use) bool { return u.Cover == cover })
	if at < 0 {
		return adjudication.Accumulator{}
	}
	return c.Uses[at].Use
}

// ExposureFacts are the loss of an exposure, as the adjuster found it.
type ExposureFacts struct {
	Exposure int          `json:"exposure" help:"number of the exposure"`
	Loss     money.Amount `json:"loss" help:"loss as adjusted, in minor units"`
	Credits  money.Amount `json:"credits,omitzero" help:"salvage that the insured keeps, and other credits"`
	Value    money.Amount `json:"value,omitzero" help:"value of what is insured, at the time of the loss"`
	Units    int          `json:"units,omitzero" help:"units of time, where the cover counts them"`
}

// AssessRequest assesses a claim.
type AssessRequest struct {
	Claim ClaimID         `json:"claim" help:"the claim"`
	Facts []ExposureFacts `json:"facts" help:"the loss of every exposure that is assessed; others stay as they were"`
}

// Validate refuses malformed members.
func (r AssessRequest) Validate() error {
	if len(r.Facts) == 0 || len(r.Facts) > exposuresMost {
		return fmt.Errorf("facts of 1 to %d exposures are needed", exposuresMost)
	}
	for i, f := range r.Facts {
		facts := adjudication.Facts{Loss: f.Loss, Credits: f.Credits, Value: f.Value, Units: f.Units}
		if err := errors.Join(validateNumber("exposure", f.Exposure), facts.Validate()); err != nil {
			return err
		}
		if slices.ContainsFunc(r.Facts[:i], func(g ExposureFacts) bool { return g.Exposure == f.Exposure }) {
			return fmt.Errorf("exposure %d is there twice", f.Exposure)
		}
	}
	return r.Claim.Validate()
}

// Traced is how a group of exposures went through terms.
type Traced struct {
	// Name is that of the cover, with the kind of item where its sublimit was applied.
	Name      string               `json:"name"`
	Exposures []int                `json:"exposures"`
	Facts     adjudication.Facts   `json:"facts"`
	Trace     []adjudication.Entry `json:"trace"`
}

// Assessment is how a claim went through its terms: every number with the term by which it came about.
type Assessment struct {
	NumberedKey
	Traces   []Traced       `json:"traces"`
	Payable  []money.Amount `json:"payable"`
	Maker    Person         `json:"maker"`
	Recorded date.Date      `json:"recorded"`
}

// Assess puts a claim's losses through the terms of its covers. found are its accumulators, in the order of [Claim.Accumulators].
// Faults: NOT_YOURS, STATUS_REFUSED, EXPOSURE_UNKNOWN, LOSS_FACTS.
func (c Claim) Assess(r AssessRequest, t ProductTerms, found []Accumulated, act Act) (Claim, Assessment, []protocol.Event, error) {
	refused := func(err error) (Claim, Assessment, []protocol.Event, error) { return c, Assessment{}, nil, err }
	if err := act.By(c.Lead); err != nil {
		return refused(err)
	}
	if err := c.in(ClaimFastTrack, ClaimInvestigating, ClaimAssessed, ClaimApproved, ClaimPartly, ClaimSettling, ClaimSettled); err != nil {
		return refused(err)
	}
	for _, f := range r.Facts {
		exposure, err := c.exposure(f.Exposure)
		if err != nil {
			return refused(err)
		}
		exposure.Facts = adjudication.Facts{
			Loss: f.Loss, Credits: f.Credits, SumInsured: exposure.Sum, Value: f.Value, Units: f.Units, Others: exposure.Facts.Others,
		}
	}
	result, err := c.adjudicate(t, found)
	if err != nil {
		return refused(err)
	}
	for i := range c.Exposures {
		c.Exposures[i].Assessed = result.payable[i]
	}
	c.Status = ClaimAssessed
	c.Assessments++
	assessment := Assessment{
		NumberedKey: NumberedKey{Claim: c.ID, Number: c.Assessments}, Traces: result.traces, Payable: result.payable,
		Maker: act.Person(), Recorded: act.Today,
	}
	after, events := c.turn()
	return after, assessment, events, nil
}

// adjudicated is what the terms give for a claim, by exposure, and what it uses of each accumulator.
type adjudicated struct {
	payable []money.Amount
	uses    []Use
	traces  []Traced
}

// adjudicate puts the exposures through sublimits by item, and then through the terms of their covers. A sublimit is of the
// claim: exposures of one kind of item share it, however many persons claim. What the claim used before is given back first.
func (c Claim) adjudicate(t ProductTerms, found []Accumulated) (adjudicated, error) {
	var items, covers []adjudication.Group
	losses := make([]money.Amount, len(c.Exposures))
	for i, e := range c.Exposures {
		losses[i] = e.Facts.Loss
		cover, _ := t.CoverOf(e.Cover)
		terms, limited, err := cover.sublimit(e.Item, e.Sum)
		if err != nil {
			return adjudicated{}, err
		}
		if !limited {
			continue
		}
		at := slices.IndexFunc(items, func(g adjudication.Group) bool {
			first := c.Exposures[g.Items[0]]
			return first.Cover == e.Cover && first.Item == e.Item
		})
		if at < 0 {
			at, items = len(items), append(items, adjudication.Group{Name: string(e.Cover) + "." + e.Item, Terms: terms})
		}
		items[at].Items = append(items[at].Items, i)
	}
	for _, row := range found {
		group, err := c.group(row, t)
		if err != nil {
			return adjudicated{}, err
		}
		covers = append(covers, group)
	}
	levels := [][]adjudication.Group{items, covers}
	outcome, err := adjudication.Assess(losses, levels, decimal.HalfUp)
	if err != nil {
		return adjudicated{}, err
	}
	result := adjudicated{payable: outcome.Payable}
	for level, groups := range levels {
		for i, group := range groups {
			result.traces = append(result.traces, traced(group, outcome.Results[level][i]))
			if level == len(levels)-1 {
				result.uses = append(result.uses, Use{Cover: CoverCode(group.Name), Use: outcome.Results[level][i].Use})
			}
		}
	}
	return result, nil
}

func traced(group adjudication.Group, result adjudication.Result) Traced {
	numbers := make([]int, len(group.Items))
	for i, item := range group.Items {
		numbers[i] = item + 1
	}
	return Traced{Name: group.Name, Exposures: numbers, Facts: group.Facts, Trace: result.Trace}
}

// group is the exposures under one cover: a deductible counts once for a claim, however many persons it has.
func (c Claim) group(row Accumulated, t ProductTerms) (adjudication.Group, error) {
	cover, known := t.CoverOf(row.Cover)
	if !known {
		return adjudication.Group{}, CoverUnknown.New("the product has no cover %s", row.Cover)
	}
	group := adjudication.Group{Name: string(row.Cover), Used: row.Used.GiveBack(c.use(row.Cover))}
	sum := money.Amount{}
	for i, e := range c.Exposures {
		if e.Cover != row.Cover {
			continue
		}
		group.Items = append(group.Items, i)
		sum = e.Sum
		var err error
		for _, add := range []struct {
			to   *money.Amount
			more money.Amount
		}{{&group.Facts.Credits, e.Facts.Credits}, {&group.Facts.Value, e.Facts.Value}, {&group.Facts.Others, e.Facts.Others}} {
			if *add.to, err = add.to.Add(add.more); err != nil {
				return group, AmountTooLarge.New("the facts of claim %s", c.ID)
			}
		}
		group.Facts.Units = max(group.Facts.Units, e.Facts.Units)
	}
	group.Facts.SumInsured = sum
	var err error
	group.Terms, err = cover.lossTerms(sum, t.Basis)
	return group, err
}
